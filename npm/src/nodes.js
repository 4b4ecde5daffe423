// Makes DOM nodes without any markup text, as Trusted Types want it.

/**
 * An element with classes and children.
 * @param {string} tag
 * @param {string} classes
 * @param {...(Node | string)} children
 */
export const node = (tag, classes, ...children) => {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  element.append(...children);
  return element;
};

/**
 * The card, which everything is drawn in.
 * @param {Element} host
 * @param {...(Node | string)} children
 */
export const card = (host, ...children) => {
  const element = node("section", "guard", ...children);
  const theme = host.getAttribute("theme");
  element.dataset.theme = theme === "light" || theme === "dark" ? theme : "auto";
  element.part.add("base");
  return element;
};
