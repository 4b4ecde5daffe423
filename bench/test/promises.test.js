import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../promises.js";
import { results, run } from "./results.js";

const broken = (change) => judge(results(change)).filter(({ kept }) => kept === false);
const one = (list) => {
  assert.equal(list.length, 1, JSON.stringify(list));
  return `${list[0].promise}: ${list[0].figure}`;
};

test("all are kept by a good run", () => {
  const judged = judge(results());
  assert.deepEqual(judged.map(({ kept }) => kept), Array(7).fill(true));
});

test("each is broken by what breaks it, and by nothing else", () => {
  assert.match(one(broken({ "guard-widget": { slow: [run(700)] } })), /First usable input.*0\.467 ×/);
  assert.match(one(broken({ "guard-widget-qr": { slow: [run(1501)] } })), /First code drawn.*1\.001 ×/);
  assert.match(one(broken({ "guard-widget": { slow: [run(500, { blocking: 200 })] } })), /Blocking time.*200 ms/);
  assert.match(one(broken({ "guard-widget": { slow: [run(500, { requestsUntil: 6 })] } })), /Requests.*: 6/);
  assert.match(one(broken({ "guard-widget": { oddities: ["asks another host: x"] } })), /Requests.*another host/);
  assert.match(one(broken({ "guard-widget": { kept: false } })), /typed.*is lost/);
});

test("one shift in one run of either page is one too many", () => {
  const slow = [run(500), run(500), run(500, { shift: 0.0001 })];
  assert.match(one(broken({ "guard-widget": { slow } })), /Layout shift.*0\.0001/);
  assert.match(one(broken({ "guard-widget-qr": { slow } })), /Layout shift/);
});

test("any work while idle breaks the promise, and so does a watch that failed", () => {
  const quiet = { requests: 0, callbacks: 0, longTasks: 0, layouts: 0 };
  for (const name of Object.keys(quiet)) {
    assert.match(one(broken({ idle: { ours: { ...quiet, [name]: 1 } } })), /No work while idle/);
  }
  assert.match(one(broken({ idle: { failure: "sees nothing" } })), /sees nothing/);
});

test("a box that could not be measured breaks its promises", () => {
  const failed = broken({ "guard-widget": { failure: "no input", fast: [], slow: [], kept: undefined }, idle: {} });
  assert.equal(failed.length, 5);
});

test("what was not asked for is not judged", () => {
  const judged = judge(results({ without: ["hanko"] }));
  assert.deepEqual(judged.map(({ kept }) => kept), [null, null, null, true, true, true, true]);
});
