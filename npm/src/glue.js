// The entry of guard-module.js: the module's JavaScript side, a file of its own, so that the form need not wait for it.
export { default, Mount, login, logout, objects, startSession } from "guard-glue";
export { connect } from "./hooks.js";
