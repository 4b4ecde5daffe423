// The style sheets. They are constructed, so they pass `style-src 'self'`; a browser that cannot do that gets a
// <style>, with the nonce of the element.
import { node } from "./nodes.js";

/* global GUARD_CSS, GUARD_LIGHT_CSS, GUARD_MOTION_CSS -- the bundler puts the texts of assets/*.css here */

const HOST = ":host{display:block}:host([hidden]){display:none}:host([mode=modal]){display:contents}";

/**
 * In the light DOM: nothing gets out of the scope, and the ids that nobody has make every rule weigh more than the
 * page's own. What the page puts into a slot is the page's.
 */
const lightText = () =>
  `:where(guard-widget[shadow=none]:not([hidden])){display:block}:where(guard-widget[shadow=none][mode=modal]){display:contents}` +
  `.guard-root[hidden]{display:none!important}` +
  `@scope (.guard-scope) to ([slot]){:scope{all:initial;display:block;visibility:inherit;pointer-events:inherit}` +
  `:is(#guard-scope#guard-scope,:scope){${GUARD_LIGHT_CSS}${GUARD_CSS}}}${GUARD_MOTION_CSS}`;

const shadowText = () => HOST + GUARD_CSS + GUARD_MOTION_CSS;

/** One sheet a text for the whole page. @type {Map<() => string, CSSStyleSheet>} */
const sheets = new Map();

const sheet = (text) => {
  if (!sheets.has(text)) {
    const made = new CSSStyleSheet();
    made.replaceSync(text());
    sheets.set(text, made);
  }
  return sheets.get(text);
};

/** The property as the platform has it: a `<form name="adoptedStyleSheets">` of the page would hide the document's. */
const adopted = Object.getOwnPropertyDescriptor(globalThis.Document?.prototype ?? {}, "adoptedStyleSheets");

/**
 * Puts the style where a box is drawn.
 * @param {ShadowRoot | Element} place
 * @param {string} [nonce]
 */
export const style = (place, nonce) => {
  const inShadow = place instanceof ShadowRoot;
  const text = inShadow ? shadowText : lightText;
  try {
    const made = sheet(text);
    if (inShadow) place.adoptedStyleSheets = [made];
    else if (!adopted.get.call(document).includes(made)) adopted.set.call(document, [...adopted.get.call(document), made]);
  } catch {
    if (place.querySelector(":scope > style.guard-style")) return;
    const element = node("style", "guard-style", text());
    element.nonce = nonce ?? "";
    place.prepend(element);
  }
};
