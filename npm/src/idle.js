// What is asked for once the browser has nothing else to do.

/** @type {Promise<typeof import("./late.js") | void> | undefined} */
let loading;

/** What boxes have besides, once for all of them. Where it cannot be had, they work without. */
export const late = () =>
  // Safari has no idle callbacks.
  (loading ??= new Promise(globalThis.requestIdleCallback ?? setTimeout).then(() => import("./guard-late.js")).catch(() => {}));
