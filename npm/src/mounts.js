// The roots that the module draws in. Yew keeps its listeners on a root for the life of the page, so roots are used
// again: there are as many as there were ever boxes at once.
import { node } from "./nodes.js";

/** @typedef {{ root: HTMLElement, mount?: import("./glue.js").Mount, glue?: import("./module.js").Glue }} Place */

/** @type {Place[]} */
const free = [];

/**
 * An empty root, which needs no module yet.
 * @returns {Place}
 */
export const take = () => {
  // A root is given back before the module has emptied it.
  const at = free.findIndex(({ root }) => !root.firstChild);
  return at < 0 ? { root: node("div", "guard-root") } : free.splice(at, 1)[0];
};

/**
 * The mount of a root, made the first time that it is this module's.
 * @param {Place} place
 * @param {import("./module.js").Glue} glue
 */
export const mountOf = (place, glue) => {
  if (place.glue !== glue) {
    // Yew empties its root when it begins, and the first frame is to stay.
    Object.defineProperty(place.root, "lastChild", { value: null, configurable: true });
    place.mount = new glue.Mount(place.root);
    place.glue = glue;
    delete place.root.lastChild;
  }
  return place.mount;
};

/** Leaves the roots of a module that has trapped alone. */
export const abandon = () => void free.splice(0);

/** Takes the box off, and the root out of the page. @param {Place} place */
export const give = (place) => {
  place.root.remove();
  if (!place.mount) return;
  place.mount.take();
  free.push(place);
};
