// Draws the elements of a page as HTML, and changes what is drawn as little as it can: a field keeps what is typed.

const HTML = { view: "div", text: "span", image: "img", button: "button", input: "input" };
const EVENTS = { bindtap: "click", bindinput: "input", bindblur: "blur", bindgetphonenumber: "click" };
/** Attributes that mean something to WeChat alone. */
const WECHATS = ["open-type", "mode", "type", "placeholder-class"];
const ROLES = {
  heading: "heading",
  alert: "alert",
  status: "status",
  radio: "radio",
  radiogroup: "radiogroup",
  checkbox: "checkbox",
  link: "link",
};

/**
 * Makes the children of `parent` show `nodes`. `call(handler, event)` is told what happens; `share()` answers what WeChat
 * says when a button asks for the phone number.
 */
export function draw(parent, nodes, call, share) {
  nodes.forEach((node, index) => {
    const old = parent.childNodes[index];
    if (node.text !== undefined) {
      if (old?.nodeType === 3) {
        if (old.data !== node.text) old.data = node.text;
        return;
      }
      put(parent, old, parent.ownerDocument.createTextNode(node.text));
      return;
    }
    const fits = old?.nodeType === 1 && old.wxTag === node.tag;
    const element = fits ? old : create(parent.ownerDocument, node.tag);
    if (!fits) put(parent, old, element);
    dress(element, node.attrs, call, share);
    draw(element, node.children, call, share);
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild.remove();
}

function put(parent, old, fresh) {
  if (old) old.replaceWith(fresh);
  else parent.append(fresh);
}

function create(document, tag) {
  const element = document.createElement(HTML[tag]);
  element.wxTag = tag;
  element.handlers = {};
  if (tag === "button") element.type = "button";
  if (tag === "image") element.alt = "";
  for (const type of new Set(Object.values(EVENTS)))
    element.addEventListener(type, (event) => element.handlers[type]?.(event));
  element.addEventListener("keydown", (event) => {
    if (element.tabIndex !== 0 || HTML[tag] === "button" || ![" ", "Enter"].includes(event.key) || tag === "input")
      return;
    event.preventDefault();
    element.click();
  });
  return element;
}

function dress(element, attrs, call, share) {
  const { handlers } = element;
  for (const type of Object.keys(handlers)) delete handlers[type];
  const wanted = new Map();
  for (const [name, value] of Object.entries(attrs)) {
    if (EVENTS[name]) listen(element, name, value, call, share);
    else if (name === "style") style(element, value);
    else if (name === "value") {
      if (element.value !== value) element.value = value ?? "";
    } else if (name === "aria-role") role(wanted, value);
    else if (name.startsWith("aria-")) wanted.set(name, String(value));
    else if (!WECHATS.includes(name) && value !== false && value !== undefined)
      wanted.set(name, value === true ? "" : String(value));
  }
  if (attrs.bindtap && element.wxTag !== "button") wanted.set("tabindex", "0");
  for (const { name } of [...element.attributes])
    if (!wanted.has(name) && name !== "style" && name !== "type" && name !== "alt") element.removeAttribute(name);
  for (const [name, value] of wanted) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function role(wanted, value) {
  if (!ROLES[value]) throw new Error(`no aria-role ${value}`);
  wanted.set("role", ROLES[value]);
  if (value === "heading") wanted.set("aria-level", "1");
}

/** By the object model, not by the attribute: the strictest content security policy allows that. */
function style(element, text) {
  for (const part of text.split(";").filter((part) => part.trim())) {
    const [name, value] = part.split(":");
    element.style.setProperty(name.trim(), value.trim());
  }
}

function listen(element, name, handler, call, share) {
  const dataset = () => ({ ...element.dataset });
  element.handlers[EVENTS[name]] = async () => {
    const detail = name === "bindgetphonenumber" ? await share() : { value: element.value };
    call(handler, { type: name.slice("bind".length), detail, currentTarget: { dataset: dataset() } });
  };
}
