// The entry of the package: importing it defines <guard-widget>. In Node it only loads.
import { GuardWidget } from "./element.js";
import { hideKeys } from "./keys.js";

export { GuardWidget };
export { GuardError } from "./sdk/error.js";
export { login } from "./sdk/login.js";
export { startScanning } from "./sdk/scan.js";
export { QrSession, createQrSession } from "./sdk/session.js";

// A page may load the package twice, from two bundles; the first one stays.
if (globalThis.customElements && !customElements.get("guard-widget")) {
  customElements.define("guard-widget", GuardWidget);
  hideKeys();
}
