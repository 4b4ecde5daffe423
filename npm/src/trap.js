// Traps: errors after which a module can do nothing more. A fresh one takes its place.

/** Listeners for the trap of the module that is in use. @type {Set<(error: unknown) => void>} */
export const trapped = new Set();
