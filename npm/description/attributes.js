// The attributes of the element and the properties that reflect them.
//
// kind: "text", "number" (a positive number, CSS pixels), "flag" (present or not) or "enum" (the first value is the
// default); "native" is what HTML itself gives every element, whose property is HTML's, too.

import { LOGIN_METHODS } from "./methods.js";

/**
 * @typedef {object} Attribute
 * @property {string} name
 * @property {"Server" | "Login" | "Look" | "Dialog"} group where the reference lists it
 * @property {"text" | "number" | "flag" | "enum" | "native"} kind
 * @property {string | number | boolean} default what the property reads without the attribute
 * @property {readonly string[]} [values] of an enumeration
 * @property {string} [type] TypeScript's name for the values of an enumeration
 * @property {string} description
 */

/** @type {readonly Attribute[]} */
export const ATTRIBUTES = [
  {
    name: "app-id",
    group: "Server",
    kind: "text",
    default: "",
    description: "Id of the application at the login server.",
  },
  {
    name: "host",
    group: "Server",
    kind: "text",
    default: "",
    description:
      "Base URL of the login server, `https:` only (`http:` for localhost). `/` is the page’s own server; empty is Authing’s cloud.",
  },
  {
    name: "lang",
    group: "Look",
    kind: "native",
    default: "",
    description: "Language as a BCP 47 tag: `zh-CN` or `en-US`. Empty: the browser’s.",
  },
  {
    name: "theme",
    group: "Look",
    kind: "enum",
    values: ["auto", "light", "dark"],
    type: "GuardTheme",
    default: "auto",
    description: "Colours; `auto` follows the system.",
  },
  {
    name: "tabs",
    group: "Login",
    kind: "text",
    default: "",
    description: "Tabs in their order, with commas between: `password,qr`. Empty: the application’s.",
  },
  {
    name: "default-tab",
    group: "Login",
    kind: "enum",
    values: ["", ...LOGIN_METHODS],
    type: 'GuardTab | ""',
    default: "",
    description: "Tab that is shown first. Empty: the application’s, else the first.",
  },
  {
    name: "heading",
    group: "Look",
    kind: "text",
    default: "",
    description: "Title of the card. Empty: “Log in to” and the application’s name.",
  },
  {
    name: "logo",
    group: "Look",
    kind: "text",
    default: "",
    description: "URL of the logo. Empty: the application’s.",
  },
  {
    name: "account",
    group: "Login",
    kind: "text",
    default: "",
    description: "What the account field is filled with.",
  },
  {
    name: "forgot-password-url",
    group: "Login",
    kind: "text",
    default: "",
    description: "Where to recover a password; without it there is no such link.",
  },
  {
    name: "register-url",
    group: "Login",
    kind: "text",
    default: "",
    description: "Where to register; without it there is no such link.",
  },
  {
    name: "qr-size",
    group: "Look",
    kind: "number",
    default: 205,
    description: "Side of the QR code without its quiet zone, in CSS pixels, at least 120.",
  },
  {
    name: "no-auto-refresh",
    group: "Login",
    kind: "flag",
    default: false,
    description: "An expired code waits for the person instead of being replaced.",
  },
  {
    name: "callback-url",
    group: "Login",
    kind: "text",
    default: "",
    description:
      "Where the browser goes after a login, as a form POST of `code=200`, `data` (the user as JSON) and `ticket`: a path of the page’s own site, or one of the application’s redirect URIs.",
  },
  {
    name: "mode",
    group: "Dialog",
    kind: "enum",
    values: ["inline", "modal"],
    type: "GuardMode",
    default: "inline",
    description: "Where the box is: in the page, or in a `<dialog>` above it.",
  },
  {
    name: "open",
    group: "Dialog",
    kind: "flag",
    default: false,
    description: "Whether the dialog is open, with `mode=\"modal\"`.",
  },
  {
    name: "shadow",
    group: "Look",
    kind: "enum",
    values: ["open", "none"],
    type: "GuardShadow",
    default: "open",
    description:
      "Where the box is drawn: in an open shadow root, or in the page’s own DOM, for password managers that need it.",
  },
  {
    name: "bare",
    group: "Look",
    kind: "flag",
    default: false,
    description: "Without card and header, for a page that has a card of its own.",
  },
  {
    name: "nonce",
    group: "Look",
    kind: "native",
    default: "",
    description:
      "Nonce of the content security policy, for the one `<style>` that browsers without constructable style sheets need.",
  },
];
