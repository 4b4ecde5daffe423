// Makes DOM nodes without any markup text, as Trusted Types want it.

// Not through the document's own properties, which a `<form name="createElement">` of the page would hide.
const { createElement, createElementNS, querySelector } = globalThis.Document?.prototype ?? {};

/** The first element that fits. @param {string} selector */
export const find = (selector) => querySelector.call(document, selector);

/**
 * An element with attributes and children.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export const make = (tag, attributes, ...children) => dress(createElement.call(document, tag), attributes, children);

const dress = (element, attributes, children) => {
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
};

/**
 * An element with classes and children.
 * @param {string} tag
 * @param {string} classes
 * @param {...(Node | string)} children
 */
export const node = (tag, classes, ...children) => make(tag, classes && { class: classes }, ...children);

/**
 * A picture of 20 by 20 units, drawn with one line.
 * @param {string} path
 */
export const icon = (path) => {
  const draw = (tag, attributes, ...children) =>
    dress(createElementNS.call(document, "http://www.w3.org/2000/svg", tag), attributes, children);
  return draw("svg", { class: "guard-icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, draw("path", { d: path }));
};

/**
 * The card, which everything is drawn in.
 * @param {{ theme?: string, bare?: boolean }} options
 * @param {...(Node | string)} children
 */
export const card = ({ theme, bare }, ...children) =>
  node(
    "div",
    "guard-scope",
    make("section", { class: bare ? "guard guard-bare" : "guard", part: "base", "data-theme": theme || "auto" }, ...children),
  );
