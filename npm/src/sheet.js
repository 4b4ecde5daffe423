// The style sheets. They are constructed, so they pass `style-src 'self'`; a browser that cannot do that gets a
// <style>, with the nonce of the element.
import { node } from "./nodes.js";

/* global GUARD_CSS, GUARD_LIGHT_CSS, GUARD_MOTION_CSS -- the bundler puts the texts of assets/*.css here */

const HOST = ":host{display:block}:host([hidden]){display:none}:host([mode=modal]){display:contents}";

// Named, so that they stand in the bundle once.
const [CSS, MOTION] = [GUARD_CSS, GUARD_MOTION_CSS];

/** The rules of what comes with the module and with its parts. @type {Set<string>} */
const more = new Set();

/** Put the rules anew where they are already. @type {Array<() => void>} */
const again = [];

/** Hides what the module draws while the first frame still stands. */
const HIDDEN = ".guard-root>.guard-scope~.guard-scope{display:none!important}";

/** The elements round the card, in the light DOM. */
const FRAMES = ":is(#guard-scope#guard-scope,guard-widget .guard-root,guard-widget .guard-scope)";

/**
 * In the light DOM: nothing gets out of the scope, and the ids that nobody has make every rule weigh more than the
 * page's own. What the page puts into a slot is the page's.
 */
const lightText = () =>
  `:where(guard-widget[shadow=none]:not([hidden])){display:block}:where(guard-widget[shadow=none][mode=modal]){display:contents}` +
  HIDDEN +
  `${FRAMES}{all:initial;display:block;visibility:inherit;pointer-events:inherit}` +
  `${FRAMES}::before,${FRAMES}::after{content:none}` +
  `@scope (.guard-scope) to ([slot]){:is(#guard-scope#guard-scope,:scope){${GUARD_LIGHT_CSS}${CSS}${added()}}}${MOTION}`;

const shadowText = () => HOST + HIDDEN + CSS + added() + MOTION;

const added = () => [...more].join("");

/** One sheet a text for each document. @type {WeakMap<Document, Map<() => string, CSSStyleSheet>>} */
const sheets = new WeakMap();

const sheet = (document, text) => {
  if (!sheets.has(document)) sheets.set(document, new Map());
  const made = sheets.get(document);
  if (!made.has(text)) {
    const fresh = new document.defaultView.CSSStyleSheet();
    apply(fresh, (sheet) => sheet.replaceSync(text()));
    made.set(text, fresh);
  }
  return made.get(text);
};

/** Puts the rules into what has them, now and whenever there are more, and keeps nothing alive. */
const apply = (target, put) => {
  put(target);
  const held = new WeakRef(target);
  again.push(() => {
    const still = held.deref();
    if (still) put(still);
  });
};

/** Adds rules wherever a box is, and will be. @param {string} css */
export const extend = (css) => {
  if (more.has(css)) return;
  more.add(css);
  for (const put of again) put();
};

/** The property as the platform has it: a `<form name="adoptedStyleSheets">` of the page would hide the document's. */
const adopted = Object.getOwnPropertyDescriptor(globalThis.Document?.prototype ?? {}, "adoptedStyleSheets");

/**
 * Puts the style where a box is drawn.
 * @param {ShadowRoot | Element} place
 * @param {string} [nonce]
 */
export const style = (place, nonce) => {
  const { ownerDocument } = place;
  const inShadow = place.nodeType === Node.DOCUMENT_FRAGMENT_NODE;
  const text = inShadow ? shadowText : lightText;
  try {
    const made = sheet(ownerDocument, text);
    if (inShadow) place.adoptedStyleSheets = [made];
    else {
      const all = adopted.get.call(ownerDocument);
      if (!all.includes(made)) adopted.set.call(ownerDocument, [...all, made]);
    }
  } catch {
    if (place.querySelector(":scope > style.guard-style")) return;
    const element = node("style", "guard-style");
    apply(element, (style) => (style.textContent = text()));
    element.nonce = nonce ?? "";
    place.prepend(element);
  }
};
