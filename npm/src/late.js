// The entry of guard-late.js: what nobody needs before a box can be used. It is asked for when the browser is idle.
import { goThrough } from "./edges.js";

export { watchOver } from "./lost.js";
export { hearLogout } from "./session-line.js";

goThrough();
