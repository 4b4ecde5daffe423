// The properties of the element that have no attribute, and its methods.

/**
 * @typedef {object} Property
 * @property {string} name
 * @property {string} type of TypeScript
 * @property {boolean} [readonly]
 * @property {string} description
 */

/** @type {readonly Property[]} */
export const PROPERTIES = [
  {
    name: "backend",
    type: "GuardBackend | undefined",
    description: "Functions in place of the server’s protocol; any of them.",
  },
  {
    name: "messages",
    type: "Record<string, string> | undefined",
    description: "Texts that replace the built-in ones, by key, in snake_case or camelCase.",
  },
  {
    name: "config",
    type: "GuardConfig | undefined",
    description: "What the card shows, known beforehand: it is drawn without waiting for the server.",
  },
  {
    name: "qrText",
    type: "string | undefined",
    readonly: true,
    description: "Text of the QR code that is shown.",
  },
];

/**
 * @typedef {object} Method
 * @property {string} name
 * @property {readonly { name: string, type: string, optional?: boolean }[]} parameters
 * @property {string} returns type of TypeScript
 * @property {boolean} [inherited] whether every HTML element has it
 * @property {string} description
 */

/** @type {readonly Method[]} */
export const METHODS = [
  { name: "refreshQr", parameters: [], returns: "void", description: "Makes a new QR code." },
  {
    name: "setTab",
    parameters: [{ name: "tab", type: "GuardTab" }],
    returns: "void",
    description: "Shows a tab. An unknown name is an error that says which there are.",
  },
  {
    name: "show",
    parameters: [],
    returns: "void",
    description: "Opens the dialog; without `mode=\"modal\"` it takes the attribute `hidden` away.",
  },
  {
    name: "hide",
    parameters: [],
    returns: "void",
    description: "Closes the dialog; without `mode=\"modal\"` it sets the attribute `hidden`.",
  },
  {
    name: "focus",
    parameters: [{ name: "options", type: "FocusOptions", optional: true }],
    returns: "void",
    inherited: true,
    description: "Moves the focus to the first thing to do.",
  },
  { name: "reset", parameters: [], returns: "void", description: "Back to the start: an empty form, a new code." },
  {
    name: "logout",
    parameters: [],
    returns: "Promise<void>",
    description: "Ends the session at the server and forgets it.",
  },
  {
    name: "getSession",
    parameters: [],
    returns: "Promise<GuardSession | null>",
    description: "The login that was made in this element; it is in memory only.",
  },
];
