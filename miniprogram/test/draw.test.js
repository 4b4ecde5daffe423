const { test } = require("node:test");
const assert = require("node:assert/strict");
const { drawing } = require("../source/draw.js");
const { START } = require("../source/state.js");
const { wordsFor } = require("../source/words/words.js");

/** A page with this view, and the login that it draws. */
function open(view) {
  let heard = null;
  const arrived = [];
  const login = {
    arrive: (page, query) => arrived.push([page, query]),
    listen: (listener) => {
      heard = listener;
      listener(START);
      return () => void (heard = null);
    },
  };
  global.wx = { setNavigationBarTitle: () => {}, hideHomeButton: () => {} };
  global.getApp = () => ({ shared: { login, words: wordsFor("en").words, scale: 1.25 } });
  const given = [];
  const page = { setData: (data) => given.push(data) };
  const drawn = drawing("confirm", view);
  drawn.open(page, { scene: "x" });
  return {
    given,
    arrived,
    page,
    drawn,
    tell: (state) => heard?.({ ...START, ...state }),
    listens: () => heard !== null,
  };
}

test("a page is given what has changed, and nothing when nothing has", () => {
  const { given, arrived, tell } = open((state, words) => ({ say: words, left: state.left, list: [state.chosen] }));
  assert.deepEqual(arrived, [["confirm", { scene: "x" }]]);
  assert.deepEqual(Object.keys(given[0]), ["scale", "say", "left", "list"]);
  tell({ left: 5 });
  tell({ left: 5, nickname: "M" });
  tell({ left: 4, chosen: "42" });
  assert.deepEqual(given.slice(1), [{ left: 5 }, { left: 4, list: ["42"] }]);
});

test("what was gone and comes back is given again", () => {
  const { given, tell } = open((state) => (state.at === "asking" ? { left: state.left } : {}));
  tell({ at: "asking", left: 9 });
  tell({ at: "opening" });
  tell({ at: "asking", left: 9 });
  assert.deepEqual(given.slice(1), [{ left: 9 }, { left: 9 }]);
});

test("a page that was closed hears nothing more", () => {
  const { page, drawn, listens } = open(() => ({}));
  drawn.close(page);
  assert.equal(listens(), false);
});
