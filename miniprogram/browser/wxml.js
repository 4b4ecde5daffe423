// Reads WXML: as much of the language as the mini program uses, and an error for the rest, so that what is drawn here is
// what WeChat draws.

const TAGS = ["view", "text", "image", "button", "input", "block"];
const PATH = /^(!?)\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)$/;

/**
 * The pieces of a text: plain ones are strings, those between double braces are paths into the data.
 */
function pieces(text) {
  return text
    .split(/(\{\{.*?\}\})/)
    .filter(Boolean)
    .map((piece) => {
      if (!piece.startsWith("{{")) return piece;
      const found = PATH.exec(piece.slice(2, -2).trim());
      if (!found) throw new Error(`WXML: only paths and their negation are understood, not ${piece}`);
      return { not: found[1] === "!", path: found[2].split(".") };
    });
}

/** The tree of a page: `{ tag, attrs, children }` and `{ text }`, all values in pieces. */
export function parse(wxml) {
  const root = { tag: "block", attrs: {}, children: [] };
  const open = [root];
  for (const [, comment, end, tag, attributes, single, text] of wxml.matchAll(
    /(<!--[^]*?-->)|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/g,
  )) {
    const parent = open.at(-1);
    if (comment) continue;
    if (end) {
      if (open.pop().tag !== end || open.length === 0) throw new Error(`WXML: </${end}> closes nothing`);
    } else if (tag) {
      if (!TAGS.includes(tag)) throw new Error(`WXML: no element ${tag}`);
      const attrs = Object.fromEntries(
        [...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, pieces(value ?? "true")]),
      );
      const node = { tag, attrs, children: [] };
      parent.children.push(node);
      if (!single) open.push(node);
    } else if (text.trim()) {
      parent.children.push({ text: pieces(text.trim()) });
    }
  }
  if (open.length !== 1) throw new Error(`WXML: <${open.at(-1).tag}> is not closed`);
  return root;
}

/** What the pieces stand for: one path is the value itself, everything else is text. */
export function evaluate(pieces, data) {
  const values = pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    const value = piece.path.reduce((value, name) => value?.[name], data);
    return piece.not ? !value : value;
  });
  return values.length === 1 ? values[0] : values.map((value) => value ?? "").join("");
}

/** The elements of a page with this data: conditions and loops are gone, values are in place. */
export function expand(node, data) {
  const drawn = [];
  let taken = true;
  for (const child of node.children) {
    if (child.text) {
      drawn.push({ text: String(evaluate(child.text, data) ?? "") });
      continue;
    }
    const { attrs } = child;
    if ("wx:if" in attrs) taken = Boolean(evaluate(attrs["wx:if"], data));
    else if ("wx:elif" in attrs) {
      if (taken) continue;
      taken = Boolean(evaluate(attrs["wx:elif"], data));
    } else if ("wx:else" in attrs) {
      if (taken) continue;
      taken = true;
    } else taken = true;
    if (!taken) continue;
    const scopes =
      "wx:for" in attrs ? evaluate(attrs["wx:for"], data).map((item, index) => ({ ...data, item, index })) : [data];
    for (const scope of scopes) {
      const children = expand(child, scope);
      if (child.tag === "block") drawn.push(...children);
      else drawn.push({ tag: child.tag, attrs: values(attrs, scope), children });
    }
  }
  return drawn;
}

function values(attrs, data) {
  const own = Object.entries(attrs).filter(([name]) => !name.startsWith("wx:"));
  return Object.fromEntries(own.map(([name, value]) => [name, evaluate(value, data)]));
}
