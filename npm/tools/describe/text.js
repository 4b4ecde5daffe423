// Small pieces of TypeScript that several generators write.

const WIDTH = 116;

/** Says on top of a generated file where it comes from. @param {string} what */
export const banner = (what) => `// ${what}\n// Generated from npm/description/ by npm/tools/describe.js.\n`;

/**
 * A documentation comment, in one line where it fits.
 * @param {string} text
 * @param {string} indent
 */
export const comment = (text, indent = "  ") => {
  if (indent.length + text.length + 7 <= WIDTH + 4) return `${indent}/** ${text} */\n`;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (indent.length + longer.length + 3 <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join("")}${indent} */\n`;
};

/** A property name, quoted where it has to be. @param {string} name */
export const key = (name) => (/^[\w$]+$/.test(name) ? name : JSON.stringify(name));

/** @param {readonly { name: string, type: string, optional?: boolean }[]} parameters */
export const parameterList = (parameters) =>
  parameters.map(({ name, type, optional }) => `${name}${optional ? "?" : ""}: ${type}`).join(", ");

/** A hand-written file of types without the comment at its head. @param {string} text */
export const withoutHead = (text) => text.replace(/^(?:\/\/.*\n)+\n?/, "");
