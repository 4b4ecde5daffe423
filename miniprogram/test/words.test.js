const { test } = require("node:test");
const assert = require("node:assert/strict");
const { wordsFor, fill } = require("../source/words/words.js");

const english = wordsFor("en").words;
const chinese = wordsFor("zh_CN").words;

/** Every text of a catalogue, by its path. */
function texts(words, path = "") {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value]] : texts(value, `${path}${key}.`),
  );
}

const gaps = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test("each language says everything, with the same gaps", () => {
  const chineseTexts = new Map(texts(chinese));
  assert.deepEqual(
    [...chineseTexts.keys()],
    texts(english).map(([key]) => key),
  );
  for (const [key, text] of texts(english)) {
    assert.ok(text.trim() && chineseTexts.get(key).trim(), key);
    assert.deepEqual(gaps(chineseTexts.get(key)), gaps(text), key);
  }
});

test("nothing is left in another language", () => {
  for (const [key, text] of texts(english)) assert.doesNotMatch(text, /\p{Script=Han}/u, key);
  for (const [key, text] of texts(chinese)) assert.match(text, /\p{Script=Han}|^\{os\} · \{browser\}$/u, key);
});

test("no two ends are told in the same words", () => {
  for (const { ends } of [english, chinese]) {
    const said = Object.values(ends).map(([title, text]) => `${title} ${text}`);
    assert.equal(new Set(said).size, said.length);
  }
});

test("WeChat's names of Chinese are understood, every other language is English", () => {
  for (const name of ["zh_CN", "zh_TW", "zh-HK", "ZH"]) assert.equal(wordsFor(name).tag, "zh-CN", name);
  for (const name of ["en", "ja", "fr_FR", ""]) assert.equal(wordsFor(name).tag, "en-US", name);
});

test("gaps are filled, and what is filled in is not looked at again", () => {
  assert.equal(fill("Log in to {app}: {n}", { app: "{n}", n: 5 }), "Log in to {n}: 5");
});
