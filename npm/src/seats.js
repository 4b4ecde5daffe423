// The roots that the module draws in. Yew keeps its listeners on a root for the life of the page, so roots are used
// again: there are as many as there were ever boxes at once.
import { node } from "./nodes.js";

/** @typedef {{ root: HTMLElement, stage: import("guard-glue").Stage }} Seat */

/** @type {Seat[]} */
const free = [];

/**
 * An empty root with its stage.
 * @param {typeof import("guard-glue")} glue
 * @returns {Seat}
 */
export const take = (glue) => {
  // A root is given back before the module has emptied it.
  const at = free.findIndex(({ root }) => !root.firstChild);
  if (at >= 0) return free.splice(at, 1)[0];
  const root = node("div", "guard-root");
  return { root, stage: new glue.Stage(root) };
};

/** Takes the widget off, and the root out of the page. @param {Seat} seat */
export const give = (seat) => {
  seat.stage.unmount();
  seat.root.remove();
  free.push(seat);
};
