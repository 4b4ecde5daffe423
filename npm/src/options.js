// The attributes of the element, the properties that reflect them, and the options that the module is given.

/* global GUARD_ATTRIBUTES -- the bundler puts in what npm/description says */

/**
 * The attributes. The value tells the kind and the default: text, a number, a flag, or an enumeration whose first is
 * the default.
 * @type {Record<string, string | number | boolean | readonly string[]>}
 */
export const ATTRIBUTES = GUARD_ATTRIBUTES;

/** Properties without an attribute, for what is no text. */
export const OBJECTS = ["backend", "config", "messages"];

/**
 * `qr-size` → `qrSize`, `qr_size` → `qrSize`
 * @param {string} attribute
 */
export const property = (attribute) => attribute.replace(/[-_](.)/g, (_, letter) => letter.toUpperCase());

/**
 * The value of an attribute as its property has it.
 * @param {Element} element
 * @param {string} attribute
 * @returns {string | boolean | number}
 */
export const read = (element, attribute) => {
  const initial = ATTRIBUTES[attribute];
  const value = element.getAttribute(attribute);
  // React 18 writes `false` out.
  if (typeof initial === "boolean") return value !== null && value !== "false";
  if (Array.isArray(initial)) return initial.includes(value) ? value : initial[0];
  return typeof initial === "number" ? Number.parseFloat(value) || initial : (value ?? initial);
};

/**
 * Sets an attribute from its property; null and undefined remove it.
 * @param {Element} element
 * @param {string} attribute
 * @param {unknown} value
 */
export const write = (element, attribute, value) => {
  if (typeof ATTRIBUTES[attribute] === "boolean") value = value ? "" : null;
  if (value == null) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value);
};

/**
 * The options that the module is given.
 * @param {Element} element
 * @param {Record<string, unknown>} objects the values of {@link OBJECTS}
 */
export const options = (element, objects) => {
  const all = { ...objects, lang: element.getAttribute("lang") };
  for (const attribute of Object.keys(ATTRIBUTES)) all[property(attribute)] = read(element, attribute);
  return all;
};
