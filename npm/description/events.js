// The events of the element. All are `CustomEvent`s and composed; their details are frozen.

/**
 * @typedef {object} GuardEvent
 * @property {string} name
 * @property {string} detail TypeScript's name of the detail
 * @property {string} fields of the detail, as the reference shows them
 * @property {boolean} bubbles
 * @property {boolean} [cancelable]
 * @property {string} description
 */

/** @type {readonly GuardEvent[]} */
export const EVENTS = [
  {
    name: "guard-ready",
    detail: "GuardReadyDetail",
    fields: "{ tabs }",
    bubbles: true,
    description: "The card can be used.",
  },
  {
    name: "guard-tab-change",
    detail: "GuardTabChangeDetail",
    fields: "{ tab }",
    bubbles: true,
    description: "Another tab is shown.",
  },
  {
    name: "guard-qr-status",
    detail: "GuardQrStatusDetail",
    fields: "{ status, reason?, expiresIn?, scanner?, number? }",
    bubbles: true,
    description: "The QR code has another status.",
  },
  {
    name: "guard-before-login",
    detail: "GuardBeforeLoginDetail",
    fields: "{ method, account? }",
    bubbles: true,
    cancelable: true,
    description: "A login is about to be sent; `preventDefault()` stops it.",
  },
  {
    name: "guard-login",
    detail: "GuardLoginDetail",
    fields: "{ method, user?, token?, idToken?, ticket? }",
    bubbles: false,
    description: "Somebody is logged in. Carries credentials.",
  },
  {
    name: "guard-login-error",
    detail: "GuardLoginErrorDetail",
    fields: "{ method, code, message, retryable }",
    bubbles: true,
    description: "A login failed.",
  },
  {
    name: "guard-mfa-required",
    detail: "GuardMfaRequiredDetail",
    fields: "{ method, code, data, flowHandle? }",
    bubbles: false,
    description: "A second factor is needed. May carry a token.",
  },
  {
    name: "guard-error",
    detail: "GuardErrorDetail",
    fields: "{ code, message }",
    bubbles: true,
    description:
      "The box itself cannot work. `wasm-blocked`: the page or the browser forbids WebAssembly; `load-failed`: a file of the package could not be had; `module-failed`: the module has stopped working, is of another version than the script, or what it has drawn was removed by others.",
  },
  {
    name: "guard-session-change",
    detail: "GuardSessionChangeDetail",
    fields: "{ change }",
    bubbles: true,
    description:
      "Somebody logged in (`login`) or out (`logout`) in another tab of the browser. After a logout `getSession()` has nothing any more.",
  },
  {
    name: "guard-close",
    detail: "GuardCloseDetail",
    fields: "{ reason }",
    bubbles: true,
    description: "The dialog was closed: by `escape`, its `backdrop`, its `button` or the `host`, which is the page.",
  },
];

/**
 * The description with how the event travels.
 * @param {GuardEvent} event
 */
export const told = ({ description, bubbles, cancelable }) =>
  `${description} ${bubbles ? `Bubbles${cancelable ? ", cancelable" : ""}` : "Does not bubble: listen on the element"}.`;
