import assert from "node:assert/strict";
import { test } from "node:test";
import { quantile, ratio, summary } from "../statistics.js";

test("the median is the middle value, or lies between the two in the middle", () => {
  assert.equal(quantile([9, 1, 5], 0.5), 5);
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.equal(quantile([7], 0.5), 7);
});

test("numbers are put in order as numbers", () => {
  assert.equal(quantile([100, 9, 20], 0.5), 20);
});

test("one wild run moves neither the median nor the quartiles of nine", () => {
  assert.deepEqual(summary([10, 11, 12, 13, 14, 15, 16, 17, 9999]), { median: 14, low: 12, high: 16 });
});

test("the values stay in their order", () => {
  const values = [3, 1, 2];
  summary(values);
  assert.deepEqual(values, [3, 1, 2]);
});

test("of nothing there is no figure", () => {
  assert.equal(summary([]), null);
  assert.equal(ratio(summary([]), summary([1])), null);
  assert.equal(ratio(summary([1]), summary([0])), null);
});

test("a ratio is one of medians", () => {
  assert.equal(ratio(summary([1, 2, 90]), summary([4, 4, 4])), 0.5);
});
