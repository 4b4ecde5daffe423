// The entry of guard-module.js: the module's JavaScript side and what is only done once the module is there, a file of
// its own, so that the form need not wait for it.
export { create } from "guard-glue";
export { catchUp, takeOver } from "./adopt.js";
export { hold } from "./backend.js";
export { panels } from "./panels.js";
export { watch } from "./watch.js";
