// Watches the exports of a module: an error that comes out of one may be a trap, after which it can do nothing more.

/**
 * The exports as the glue calls them; `raw` are those that the module itself knows.
 * @param {(error: WebAssembly.RuntimeError) => void} onTrap is called once; no call gets through afterwards
 * @returns {(raw: WebAssembly.Exports) => Record<string, any>}
 */
export const watch = (onTrap) => (raw) => {
  let isDead = false;
  const watched =
    (call) =>
    (...values) => {
      // Timers and listeners of a dead module go on for as long as the page holds them.
      if (isDead) return undefined;
      try {
        return call(...values);
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError && !isDead) {
          isDead = true;
          onTrap(error);
        }
        throw error;
      }
    };
  const wrap = ([name, value]) => [name, typeof value === "function" ? watched(value) : value];
  return { ...Object.fromEntries(Object.entries(raw).map(wrap)), raw };
};
