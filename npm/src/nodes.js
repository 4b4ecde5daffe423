// Makes DOM nodes without any markup text, as Trusted Types want it.

// Not through the document's own properties, which a `<form name="createElement">` of the page would hide.

/** A new element. @param {string} tag */
export const create = (tag) => Document.prototype.createElement.call(document, tag);

/** The first element that fits. @param {string} selector */
export const find = (selector) => Document.prototype.querySelector.call(document, selector);

/**
 * An element with classes and children.
 * @param {string} tag
 * @param {string} classes
 * @param {...(Node | string)} children
 */
export const node = (tag, classes, ...children) => {
  const element = create(tag);
  if (classes) element.className = classes;
  element.append(...children);
  return element;
};

/**
 * The card, which everything is drawn in.
 * @param {{ theme?: string, bare?: boolean }} options
 * @param {...(Node | string)} children
 */
export const card = ({ theme, bare }, ...children) => {
  const element = node("section", bare ? "guard guard-bare" : "guard", ...children);
  element.dataset.theme = theme || "auto";
  element.part.add("base");
  return node("div", "guard-scope", element);
};
