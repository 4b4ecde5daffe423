const { test } = require("node:test");
const assert = require("node:assert/strict");
const { idOfQuery, idOfScan } = require("../source/scene.js");

const ID = "Yk1dQ0n3Zc6Rw2tP8sVb5A";

test("a scene or a link is decoded once", () => {
  assert.equal(idOfQuery({ scene: ID }), ID);
  assert.equal(idOfQuery({ scene: encodeURIComponent("a-b_c-d_e") }), "a-b_c-d_e");
  assert.equal(idOfQuery({ q: encodeURIComponent(`https://login.shanlan.cn/q/${ID}`) }), ID);
  assert.equal(idOfQuery({ q: encodeURIComponent(`https://login.shanlan.cn/q/${ID}?scancode_time=5#x`) }), ID);
});

const NONE = [
  {},
  { scene: "" },
  { scene: "%" },
  { scene: "a b c d e f" },
  { scene: "x".repeat(33) },
  { scene: "%2541%2541%2541%2541" },
  { q: "%" },
  { q: ID },
  { q: encodeURIComponent("https://login.shanlan.cn/") },
  { q: encodeURIComponent("weixin://dl/12345678") },
];

test("what is no id is none", () => {
  for (const query of NONE) assert.equal(idOfQuery(query), "", JSON.stringify(query));
});

test("what the camera read says of which kind it was", () => {
  assert.deepEqual(idOfScan({ path: `pages/confirm/confirm?scene=${ID}`, result: "" }), { scene: ID, entry: 1047 });
  assert.deepEqual(idOfScan({ path: `pages/x/x?a=1&scene=${ID}&b=2` }), { scene: ID, entry: 1047 });
  assert.deepEqual(idOfScan({ result: `https://login.shanlan.cn/q/${ID}` }), { scene: ID, entry: 1011 });
  assert.equal(idOfScan({ result: "hello" }).scene, "");
  assert.equal(idOfScan({}).scene, "");
});
