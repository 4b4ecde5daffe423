// What stands in the card's place, in its size, until the module has drawn it.
import { card, node } from "./nodes.js";

/** Text that nobody can read: spaces that shimmer, so that every line has the height that its text will have. */
const words = (count) => node("span", "guard-skeleton", "\u00a0".repeat(count));

/** @param {Element} host */
export const skeleton = (host) => {
  const tabs = (host.getAttribute("tabs") ?? "password,qr").split(",");
  const strip = node("div", "guard-tabs", ...tabs.map(() => node("span", "guard-tab", words(12))));
  const drawn = card(
    host,
    node(
      "div",
      "guard-header",
      node("span", "guard-logo guard-skeleton"),
      node("div", "guard-heading", node("h2", "guard-title", words(16)), node("p", "guard-subtitle", words(20))),
    ),
    ...(tabs.length > 1 ? [strip] : []),
    node("div", "guard-panel", node("div", "guard-skeleton-panel guard-skeleton")),
  );
  drawn.setAttribute("aria-busy", "true");
  return drawn;
};
