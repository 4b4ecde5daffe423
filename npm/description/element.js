// The one description of <guard-widget>. Its typings, its manifests for editors and frameworks, its reference in
// docs/ and the defaults inside the element itself are all made from it, so that none of them can drift.
import { ATTRIBUTES } from "./attributes.js";

export { ATTRIBUTES };
export { EVENTS, told } from "./events.js";
export { METHODS, PROPERTIES } from "./members.js";
export { CLASSES, FUNCTIONS } from "./sdk.js";
export { PARTS, SLOTS, STATES, VARIABLES, inTheme } from "./style.js";

export const TAG = "guard-widget";
export const CLASS = "GuardWidget";
export const MODULE = "guard-widget.js";
export const SUMMARY = "An embeddable login box: password, and QR code login with a mini program.";

/**
 * `qr-size` → `qrSize`
 * @param {string} attribute
 */
export const camelCase = (attribute) => attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** The attributes that the element reflects itself; the native ones are HTML's. */
export const REFLECTED = ATTRIBUTES.filter(({ kind }) => kind !== "native");

/**
 * The reflected attributes as briefly as the element's bundle wants them: the value tells kind and default. A string
 * is a text, a number a number, a boolean a flag, and an array an enumeration, its default first.
 * @returns {Record<string, string | number | boolean | readonly string[]>}
 */
export const attributeDefaults = () =>
  Object.fromEntries(REFLECTED.map((attribute) => [attribute.name, attribute.values ?? attribute.default]));

/** Type of an attribute's property in TypeScript. @param {import("./attributes.js").Attribute} attribute */
export const typeOf = ({ kind, type }) => type ?? { text: "string", native: "string", number: "number", flag: "boolean" }[kind];
