// The hooks that the glue calls: the entry connects them, so that neither has to be in the other's file.

/** Wraps the module's exports. @type {typeof import("./watch.js").watched} */
export let watched = (exports) => exports;

/** Loads a part of the module. @type {(name: string, exports: WebAssembly.Exports) => Promise<void>} */
export let load;

/**
 * Connects the hooks.
 * @param {typeof watched} watch
 * @param {typeof load} loadPart
 */
export const connect = (watch, loadPart) => {
  watched = watch;
  load = loadPart;
};
