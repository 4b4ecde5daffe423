// The attributes of the element, the properties that reflect them, and the options that the module is given.

/** Kinds of properties: the text of the attribute, its presence, a number in it. */
export const TEXT = 0;
export const FLAG = 1;
export const NUMBER = 2;

/** The attributes, with the kind of their property. */
export const ATTRIBUTES = {
  "app-id": TEXT,
  host: TEXT,
  lang: TEXT,
  theme: TEXT,
  tabs: TEXT,
  "default-tab": TEXT,
  "qr-size": NUMBER,
  "no-auto-refresh": FLAG,
  heading: TEXT,
  logo: TEXT,
  account: TEXT,
  "forgot-password-url": TEXT,
  "register-url": TEXT,
};

/** Properties without an attribute, for what is no text. */
export const OBJECTS = ["messages"];

/**
 * `qr-size` → `qrSize`
 * @param {string} attribute
 */
export const property = (attribute) => attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/**
 * The value of an attribute as its property has it.
 * @param {Element} element
 * @param {string} attribute
 * @returns {string | boolean | number | undefined} undefined when it is not set
 */
export const read = (element, attribute) => {
  const kind = ATTRIBUTES[attribute];
  const value = element.getAttribute(attribute);
  if (kind === FLAG) return value !== null;
  return value === null ? undefined : kind === NUMBER ? Number.parseFloat(value) || undefined : value;
};

/**
 * Sets an attribute from its property; null and undefined remove it.
 * @param {Element} element
 * @param {string} attribute
 * @param {unknown} value
 */
export const write = (element, attribute, value) => {
  if (ATTRIBUTES[attribute] === FLAG) element.toggleAttribute(attribute, !!value);
  else if (value == null) element.removeAttribute(attribute);
  else element.setAttribute(attribute, String(value));
};

/**
 * What the module is mounted and updated with.
 * @param {Element} element
 * @param {Record<string, unknown>} objects the values of {@link OBJECTS}
 */
export const options = (element, objects) => {
  const all = { ...objects };
  for (const attribute in ATTRIBUTES) all[property(attribute)] = read(element, attribute);
  return all;
};
