// What stands in the card's place, in its size, until the module has drawn the card. The module's own `skeleton` in
// src/components/guard_widget.rs is the same, so that nothing moves.
import { card, node } from "./nodes.js";

/** @param {string} name */
const block = (name) => node("div", `guard-skeleton guard-skeleton-${name}`);

/** @param {Element} host */
export const skeleton = (host) => {
  // Without the attribute the application decides, and nearly all have two.
  const oneTab = host.getAttribute("tabs")?.split(",").length === 1;
  const drawn = card(
    host,
    node("div", "guard-header", block("logo"), node("div", "", block("title"), block("subtitle"))),
    ...(oneTab ? [] : [block("tabs")]),
    node("div", "guard-body", ...["label", "control", "label", "control", "control"].map(block)),
  );
  drawn.setAttribute("aria-busy", "true");
  return drawn;
};
