import assert from "node:assert/strict";
import { test } from "node:test";
import { chart, escaped } from "../chart.js";
import { judge } from "../promises.js";
import { report, spread, table } from "../report.js";
import { contestant, results } from "./results.js";

const whole = (change) => {
  const found = results(change);
  return report(found, judge(found));
};

test("a spread has its median and, where they differ, its quartiles", () => {
  assert.equal(spread([1, 2, 3, 4, 5], String), "3 (2–4)");
  assert.equal(spread([7, 7, 7], String), "7");
  assert.equal(spread([], String), "–");
});

test("a table has one rule and as many cells in each line", () => {
  const lines = table(["a", "b"], [["x", "1"], ["y", "2"]]).split("\n");
  assert.deepEqual(lines, ["| a | b |", "|---|---:|", "| x | 1 |", "| y | 2 |"]);
});

test("all rows of all tables have the cells of their head", () => {
  const text = whole({ hanko: { failure: "no input", fast: [], slow: [], mounts: undefined, noMount: "failed" } });
  let head = null;
  for (const line of text.split("\n")) {
    const cells = line.startsWith("|") ? line.split("|").length : null;
    if (cells !== null && head !== null) assert.equal(cells, head, line);
    head = cells;
  }
});

test("times, ratios and bytes are there", () => {
  const text = whole();
  assert.match(text, /\| guard-widget \| 500 \(495–505\) \| 0\.33 \| 4 \| 11\.7 \| 0 \| 0 \| 5 \| 68\.4 \|/);
  assert.match(text, /\| guard-widget-qr \| 1,000 \(995–1,005\) \| 0\.67 \|/);
  assert.match(text, /commit abc,\nChromium 1, 3 runs each/);
});

test("a contestant that could not be measured is named, with the reason", () => {
  const text = whole({ hanko: { failure: "no input within 15 s", fast: [], slow: [] } });
  assert.match(text, /\| hanko \| not measured \| – \|/);
  assert.match(text, /- hanko: not measured: no input within 15 s\./);
});

test("a broken promise stands out", () => {
  assert.match(whole({ "guard-widget": { kept: false } }), /stays \| \*\*broken\*\* \| is lost/);
  assert.doesNotMatch(whole(), /broken/);
});

test("what the figures do not show is said", () => {
  assert.match(whole(), /## What this does not show\n\n- \*\*One machine/);
});

test("the chart has a bar for each that was measured, as long as its time", () => {
  const found = results({ hanko: { slow: [] } });
  const svg = chart(found);
  assert.equal(svg.match(/<rect class="(ours|other)"/g).length, 5);
  const bar = /<title>(guard-widget[^:]*): first \w+ after [\d,]+ ms<[^]*?width="([\d.]+)" height="14"/g;
  const bars = [...svg.matchAll(bar)];
  const [input, code] = bars.map(([, , width]) => Number(width));
  assert.ok(Math.abs(code / input - 2) < 0.02, `${code} / ${input}`);
  assert.doesNotMatch(svg, /NaN|undefined|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
});

test("a title cannot break out of the chart", () => {
  assert.equal(escaped(`<a href="x">&`), "&#60;a href=&#34;x&#34;&#62;&#38;");
  const found = results();
  found.contestants.push(contestant("<script>", 900));
  assert.doesNotMatch(chart(found), /<script>/);
});
