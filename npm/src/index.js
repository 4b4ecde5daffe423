// The entry of the package: importing it defines <guard-widget>. In Node it only loads.
import { GuardWidget } from "./element.js";

// A page may load the package twice, from two bundles; the first one stays.
if (globalThis.customElements && !customElements.get("guard-widget")) {
  customElements.define("guard-widget", GuardWidget);
}

export { GuardWidget };
