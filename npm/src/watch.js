// Watches the exports of the module: an error that comes out of one may be a trap, after which it can do nothing more.
import { onTrap } from "./trap.js";

/**
 * The exports as the glue calls them; `raw` are those that the module itself knows.
 * @param {WebAssembly.Exports} raw
 */
export const watched = (raw) => {
  const watch =
    (call) =>
    (...values) => {
      try {
        return call(...values);
      } catch (error) {
        onTrap(error);
        throw error;
      }
    };
  const wrap = ([name, value]) => [name, typeof value === "function" ? watch(value) : value];
  return { ...Object.fromEntries(Object.entries(raw).map(wrap)), raw };
};
