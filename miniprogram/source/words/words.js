// The words in the person's language. Another language is another file of the same keys, and a line here.

const english = require("./en.js");
const chinese = require("./zh-CN.js");

/** @typedef {typeof english} Words */

/**
 * The words for WeChat's name of its own language, and the tag under which the server knows them.
 * @type {(language: string) => { tag: string, words: Words }}
 */
function wordsFor(language) {
  return /^zh/i.test(language) ? { tag: "zh-CN", words: chinese } : { tag: "en-US", words: english };
}

/**
 * `text` with its gaps filled.
 * @type {(text: string, gaps: Record<string, string | number>) => string}
 */
function fill(text, gaps) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(gaps[name] ?? ""));
}

module.exports = { wordsFor, fill };
