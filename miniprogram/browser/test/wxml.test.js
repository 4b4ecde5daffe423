import { test } from "node:test";
import assert from "node:assert/strict";
import { expand, parse } from "../wxml.js";
import { styleOf } from "../wxss.js";

const texts = (wxml, data) => expand(parse(wxml), data).map(({ text, children }) => text ?? children[0].text);

test("of a chain of conditions the first that holds is drawn", () => {
  const wxml =
    '<view wx:if="{{a}}">a</view><view wx:elif="{{!b}}">not b</view><block wx:else><view>else</view></block><text>after</text>';
  assert.deepEqual(texts(wxml, { a: true, b: true }), ["a", "after"]);
  assert.deepEqual(texts(wxml, { a: false, b: false }), ["not b", "after"]);
  assert.deepEqual(texts(wxml, { a: false, b: true }), ["else", "after"]);
});

test("a loop has its item and its place", () => {
  assert.deepEqual(
    texts('<view wx:for="{{list}}" wx:key="n">{{index}}: {{item.n}}</view>', { list: [{ n: "x" }, { n: "y" }] }),
    ["0: x", "1: y"],
  );
});

test("a value alone stays what it is, beside others it is text", () => {
  const [{ attrs }] = expand(parse('<button disabled="{{off}}" class="a {{b}}"></button>'), { off: false, b: "c" });
  assert.deepEqual(attrs, { disabled: false, class: "a c" });
});

test("what is not understood is an error, not a guess", () => {
  for (const wxml of [
    "<swiper></swiper>",
    "<view>",
    "<view></text></view>",
    "<view>{{a ? 1 : 2}}</view>",
    '<view wx:if="{{a && b}}"></view>',
  ]) {
    assert.throws(() => parse(wxml), /WXML/, wxml);
  }
});

test("lengths are of the phone, and the page is its screen", () => {
  assert.equal(
    styleOf("page { a: b }\n.x { margin: -8rpx 1.5rpx; height: 100vh }"),
    ":host { a: b }\n.x { margin: calc(var(--width) * -8 / 750) calc(var(--width) * 1.5 / 750); height: calc(var(--height) * 100 / 100) }",
  );
});
