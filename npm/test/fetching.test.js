// Files that a bundler has made part of the program.
import assert from "node:assert/strict";
import { test } from "node:test";

import { json } from "../src/fetching.js";

const TEXTS = { submit: "登录, “now” 100 %" };

test("a file in a data: URL is read without being fetched", async () => {
  const text = JSON.stringify(TEXTS);
  const fetched = globalThis.fetch;
  globalThis.fetch = () => assert.fail("nothing is to be fetched");
  try {
    const base64 = Buffer.from(text).toString("base64");
    assert.deepEqual(await json(new URL(`data:application/json;base64,${base64}`)), TEXTS);
    assert.deepEqual(await json(new URL(`data:application/json,${encodeURIComponent(text)}`)), TEXTS);
  } finally {
    globalThis.fetch = fetched;
  }
});
