// What the page *ended* shows: each end has its words and a way on.

/**
 * @typedef {import("../../state.js").End} End
 * @typedef {import("../../state.js").State} State
 * @typedef {import("../../words/words.js").Words} Words
 *
 * @typedef {object} Look
 * @property {"calm" | "hurry" | "bad"} mood
 * @property {"cross" | "clock" | "phone" | "warn" | "cloud"} glyph
 * @property {"scan" | "again" | "none"} way what else can be done than to close
 */

/** @type {(mood: Look["mood"], glyph: Look["glyph"], way: Look["way"]) => Look} */
const look = (mood, glyph, way) => ({ mood, glyph, way });

/** @type {Record<End, Look>} */
const LOOKS = {
  declined: look("calm", "cross", "none"),
  expired: look("hurry", "clock", "scan"),
  taken: look("hurry", "phone", "scan"),
  wrongNumber: look("bad", "cross", "scan"),
  forwarded: look("hurry", "warn", "scan"),
  notACode: look("hurry", "warn", "scan"),
  offline: look("bad", "cloud", "again"),
  away: look("bad", "cloud", "again"),
  tooOften: look("hurry", "clock", "again"),
  wechat: look("bad", "cloud", "again"),
  conflict: look("bad", "warn", "none"),
  loginOnly: look("bad", "warn", "none"),
  risky: look("bad", "warn", "none"),
  notFetched: look("hurry", "cross", "scan"),
  unknown: look("hurry", "warn", "none"),
  update: look("hurry", "warn", "none"),
};

/** @type {Record<Look["mood"], string>} */
const TILES = { calm: "tile", hurry: "tile hurry", bad: "tile bad" };

/** @type {(state: State, words: Words) => Record<string, any>} */
function view({ end }, words) {
  // The state of another page, while that page is on its way.
  if (!end) return { say: words };
  const { mood, glyph, way } = LOOKS[end];
  const [title, text] = words.ends[end];
  return {
    say: words,
    tile: TILES[mood],
    glyph: `glyph glyph-${glyph}`,
    title,
    text,
    scan: way === "scan",
    again: way === "again",
    closeLook: way === "none" ? "button main" : "button plain",
  };
}

module.exports = { view };
