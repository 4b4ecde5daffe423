import assert from "node:assert/strict";
import { test } from "node:test";
import { kept } from "../kept.js";
import { judge } from "../promises.js";
import { report } from "../report.js";
import { results } from "./results.js";

const SECTION = "\n## The server under load\n\nMade by `cargo xtask load --record`.\n\n<!-- a -->\n\ntext\n";

test("the section about the server is kept when the rest is written again", () => {
  const found = results();
  const first = report(found, judge(found), SECTION);
  assert.ok(first.endsWith(SECTION));
  assert.equal(report(found, judge(found), kept(first)), first);
});

test("a document without the section keeps nothing", () => {
  const found = results();
  assert.equal(kept(""), "");
  assert.equal(kept(report(found, judge(found))), "");
});
