// The widget's texts, a file a language, each fetched once.
import { json } from "./fetching.js";

/** Written out, so that bundlers find the files and take them along. */
const FILES = {
  "en-US": () => new URL("./locales/en-US.json", import.meta.url),
  "zh-CN": () => new URL("./locales/zh-CN.json", import.meta.url),
};

/** @type {Map<string, Promise<Record<string, string>>>} */
const asked = new Map();

/**
 * The texts of a language. A failure is forgotten, so that the next one who asks tries again.
 * @param {"zh-CN" | "en-US"} lang
 */
export const texts = (lang) => {
  if (!asked.has(lang)) {
    const answer = json(FILES[lang]());
    answer.catch(() => asked.delete(lang));
    asked.set(lang, answer);
  }
  return asked.get(lang);
};
