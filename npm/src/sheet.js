// The style sheet: one for all elements of the page. It is constructed, so it passes `style-src 'self'`.

/* global GUARD_CSS -- the bundler puts the text of assets/guard.css here */
const TEXT = typeof GUARD_CSS === "string" ? GUARD_CSS : "";
const HOST = ":host{display:block}:host([hidden]){display:none}";

/** @type {CSSStyleSheet | undefined} */
let shared;

/** The sheet, made when the first element needs it. */
export const sheet = () => {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(HOST + TEXT);
  }
  return shared;
};
