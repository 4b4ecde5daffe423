// Traps: an error after which the module can do nothing more.

/** The error that the module has trapped with. It is in no state to go on then. */
export let trap;

/** Listeners for a trap. @type {Set<(error: unknown) => void>} */
export const trapped = new Set();

/**
 * Is called by the glue with whatever comes out of an export; all boxes of the module give way to the fallback.
 * @param {unknown} error
 */
export const onTrap = (error) => {
  if (trap || !(error instanceof WebAssembly.RuntimeError)) return;
  trap = error;
  [...trapped].forEach((tell) => tell(error));
};

/** Tries again, if need be with the whole page: the glue holds on to the module that it was made for. */
export const retry = (again) => (trap ? location.reload() : again());
