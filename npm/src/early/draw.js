// Draws a code in its place of the first frame, of the size that the module gives it. The ring, the logo and the words come
// with the module.
import { matrix, path } from "./matrix.js";

/** Modules of white on each side. */
const MARGIN = 4;

/** A part of the drawing. As attributes its looks would give way to the page's sheets. */
const part = (name, attributes, css) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.style.cssText = css;
  return element;
};

/**
 * The side of a code, in CSS px: the largest that makes each module a whole number of device pixels.
 * @param {number} modules on a side, margins included
 * @param {number} room in CSS px
 * @param {number} ratio device pixels in a CSS pixel
 */
export const sideOf = (modules, room, ratio) => (Math.max(Math.floor((room * ratio + 0.01) / modules), 1) * modules) / ratio;

/** The place of a code that is on its way. */
const PLACE = ".guard-skeleton.guard-tile";

/**
 * Puts a code into a place, until something else is drawn there.
 * @param {Element} place
 * @param {Element} code
 */
const put = (place, code) => {
  const { className } = place;
  const own = (place.className = "guard-tile");
  place.append(code);
  return () => {
    code.remove();
    if (place.className === own && !place.firstChild) place.className = className;
  };
};

/**
 * @param {Element} scope of the first frame
 * @param {string} text
 * @param {() => void} left is called when the module's card stands in the place of the frame
 * @returns {(() => void) | undefined} takes the drawing away; none where there is no room for one
 */
export const draw = (scope, text, left) => {
  const place = scope.querySelector(PLACE);
  const rows = place?.clientWidth && matrix(text);
  if (!rows) return undefined;
  const modules = rows.length + 2 * MARGIN;
  const side = sideOf(modules, place.clientWidth, devicePixelRatio * (place.currentCSSZoom ?? 1));
  const box = `${-MARGIN} ${-MARGIN} ${modules} ${modules}`;
  const code = part(
    "svg",
    { viewBox: box, "aria-hidden": "true" },
    `all:initial;position:absolute;inset:0;margin:auto;width:${side}px;height:${side}px;background:#fff;border-radius:20px;forced-color-adjust:none;shape-rendering:crispedges`,
  );
  code.append(part("path", { d: path(rows) }, "fill:#000"));
  let takeOut = put(place, code);
  // The module's card comes with its place first, and with its code a moment later.
  const root = scope.parentNode;
  const observer = new MutationObserver(() => {
    if (scope.parentNode) return;
    left?.();
    left = undefined;
    const next = root.querySelector(PLACE);
    const beside = code.nextSibling ?? code.previousSibling;
    // Its own is in sight once it has its size.
    const isDrawn = beside && !root.querySelector(".guard-code:not([width])");
    if (next) takeOut = put(next, code);
    else if (isDrawn || !root.contains(code)) {
      observer.disconnect();
      takeOut();
    }
  });
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ["width"] });
  return () => {
    observer.disconnect();
    takeOut();
  };
};
