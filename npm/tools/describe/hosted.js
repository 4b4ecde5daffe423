// hosted.d.ts: the types of guard-widget/hosted, which are written by hand.
import { banner, withoutHead } from "./text.js";

/** @param {string} types the hand-written file */
export const hosted = (types) =>
  `${banner("The types of guard-widget/hosted: the login on the hosted page, by redirect or popup.")}\n${withoutHead(types)}`;
