// The exports of the module.
export { default as init, Mount, startSession, login, logout, objects } from "guard-glue";
