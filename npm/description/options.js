// The options that the script hands over to the module: the element's attributes and properties, and a few of its own.
import { ATTRIBUTES } from "./attributes.js";
import { PROPERTIES } from "./members.js";

/**
 * @typedef {object} Option
 * @property {string} name in camelCase
 * @property {"text" | "number" | "flag" | "flag, set by default" | "lang" | "object"} kind
 */

/** What the script itself deals with. */
const OF_THE_SCRIPT = ["mode", "open", "shadow", "nonce"];

/** What no attribute or property says. @type {readonly Option[]} */
const MORE = [
  { name: "texts", kind: "object" },
  { name: "prefetch", kind: "object" },
  { name: "scan", kind: "flag" },
  { name: "paced", kind: "flag" },
  { name: "exchange", kind: "flag, set by default" },
  { name: "extIdpConnId", kind: "text" },
  { name: "context", kind: "object" },
  { name: "customData", kind: "object" },
  { name: "withCustomData", kind: "object" },
];

const camelCase = (attribute) => attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

const kindOf = ({ kind }) => ({ enum: "text", native: "lang" })[kind] ?? kind;

/** @type {readonly Option[]} */
export const OPTIONS = [
  ...ATTRIBUTES.filter(({ name }) => !OF_THE_SCRIPT.includes(name)).map((attribute) => ({
    name: camelCase(attribute.name),
    kind: kindOf(attribute),
  })),
  ...PROPERTIES.filter(({ readonly }) => !readonly).map(({ name }) => ({ name, kind: "object" })),
  ...MORE,
];
