// The widget's texts, a file a language, each fetched once.
import { json } from "./fetching.js";
import { once } from "./once.js";

/** Written out, so that bundlers find the files and take them along. */
const FILES = {
  "en-US": () => new URL("./locales/en-US.json", import.meta.url),
  "zh-CN": () => new URL("./locales/zh-CN.json", import.meta.url),
};

const asked = once(json);

/**
 * The texts of a language. A failure is forgotten, so that the next one who asks tries again.
 * @param {"zh-CN" | "en-US"} lang
 * @returns {Promise<Record<string, string>>}
 */
export const texts = (lang) => asked.get(FILES[lang]());
