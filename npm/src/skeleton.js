// What stands in the card's place, in its size, until the module has drawn the card. The module's own `Skeleton` in
// src/components/skeleton.rs is the same, so that nothing moves.
import { card, node } from "./nodes.js";

/** @param {string} name */
const block = (name) => node("div", `guard-skeleton guard-skeleton-${name}`);

/** @param {{ theme?: string, bare?: boolean, tabs?: string }} options */
export const skeleton = (options) => {
  // Without the attribute the application decides, and nearly all have two.
  const oneTab = options.tabs?.split(",").length === 1 && options.tabs !== "";
  const header = node("div", "guard-header", block("logo"), node("div", "", block("title"), block("subtitle")));
  const drawn = card(
    options,
    ...(options.bare ? [] : [header]),
    ...(oneTab ? [] : [block("tabs")]),
    node("div", "guard-body", ...["label", "control", "label", "control", "control"].map(block)),
  );
  drawn.firstChild.setAttribute("aria-busy", "true");
  return drawn;
};
