// What the page *done* shows of a state.

/**
 * @typedef {import("../../state.js").State} State
 * @typedef {import("../../words/words.js").Words} Words
 * @typedef {keyof Words["done"]} Stage
 */

/** @type {Record<Stage, string>} */
const GLYPH = {
  following: "tile good",
  confirmed: "tile good",
  loggedIn: "tile good",
  loggingOut: "tile",
  loggedOut: "tile",
};

/** @type {(at: State["at"]) => at is Stage} */
const isStage = (at) => at in GLYPH;

/** @type {(state: State, words: Words) => Record<string, any>} */
function view({ at, alert }, words) {
  // The state of another page, while that page is on its way.
  if (!isStage(at)) return { say: words };
  const [title, text] = words.done[at];
  const working = at === "following" || at === "loggingOut";
  return {
    say: words,
    tile: GLYPH[at],
    glyph: working ? "spin" : at === "loggedOut" ? "glyph glyph-out" : "glyph glyph-done",
    title,
    text,
    alert: alert ? words.alerts[alert] : "",
    loggedIn: at === "loggedIn",
    over: !working,
  };
}

module.exports = { view };
