// What guard-widget.js exports beside the element's class.

/**
 * @typedef {object} Callable
 * @property {string} name
 * @property {readonly { name: string, type: string, optional?: boolean }[]} parameters
 * @property {string} returns type of TypeScript
 * @property {string} description
 */

/** @type {readonly Callable[]} */
export const FUNCTIONS = [
  {
    name: "createQrSession",
    parameters: [{ name: "options", type: "GuardSessionOptions", optional: true }],
    returns: "QrSession",
    description: "A QR login that draws nothing and starts at once: draw its `code` yourself and listen to its events.",
  },
  {
    name: "login",
    parameters: [{ name: "options", type: "GuardLoginOptions" }],
    returns: "Promise<GuardLoginDetail>",
    description: "A login with a password; it rejects with a `GuardError`.",
  },
  {
    name: "startScanning",
    parameters: [
      { name: "target", type: "string | Element" },
      { name: "options", type: "ScanOptions", optional: true },
    ],
    returns: "Scan",
    description:
      "Draws a QR code into an element, with the names of Authing’s SDK. The target is the element, its id or a selector of it; one that is not there is made.",
  },
];

/** @type {readonly { name: string, superclass: string, description: string }[]} */
export const CLASSES = [
  { name: "QrSession", superclass: "EventTarget", description: "What `createQrSession()` starts." },
  {
    name: "GuardError",
    superclass: "Error",
    description: "What a backend throws to say why, and what `login()` rejects with.",
  },
];
