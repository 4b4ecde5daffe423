// The package's own files: where they are asked for, and what is made of what comes.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { file, json } from "../src/fetching.js";

const TEXTS = { submit: "登录, “now” 100 %" };

const fetched = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = fetched;
});

/** Answers whatever is asked; hands back the list of what was. */
const answer = (body, type) => {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(String(url));
    const response = new Response(body, { headers: { "content-type": type } });
    return Object.defineProperty(response, "url", { value: String(url) });
  };
  return asked;
};

test("a file in a data: URL is read without being fetched", async () => {
  const text = JSON.stringify(TEXTS);
  globalThis.fetch = () => assert.fail("nothing is to be fetched");
  const base64 = Buffer.from(text).toString("base64");
  assert.deepEqual(await json(new URL(`data:application/json;base64,${base64}`)), TEXTS);
  assert.deepEqual(await json(new URL(`data:application/json,${encodeURIComponent(text)}`)), TEXTS);
});

test("and is answered as a server would, so that wasm is compiled while it comes", async () => {
  const response = await file(new URL(`data:application/wasm;base64,${Buffer.from([0, 255, 7]).toString("base64")}`));
  assert.equal(response.headers.get("content-type"), "application/wasm");
  assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], [0, 255, 7]);
});

test("a page in the place of a file is an error that says what was asked and what came", async () => {
  answer("<!doctype html>", "text/html; charset=utf-8");
  const url = new URL("https://a.example/assets/guard_bg.wasm");
  await assert.rejects(file(url), { message: "https://a.example/assets/guard_bg.wasm: 200 text/html; charset=utf-8" });
  await assert.rejects(json(url), /guard_bg\.wasm: 200 text\/html/);
});

test("what has no type is taken for what it should be", async () => {
  globalThis.fetch = async () => ({ ok: true, headers: new Headers(), json: async () => TEXTS });
  assert.deepEqual(await json(new URL("https://a.example/locales/en-US.json")), TEXTS);
});

test("where a development server has moved the script alone, the files are asked for where they were", async () => {
  const asked = answer("{}", "application/json");
  for (const folder of [".vite/deps", ".vite/vitest/0a1b/deps", ".cache/vite/client/deps"]) {
    await file(new URL(`http://localhost:5173/app/node_modules/${folder}/locales/en-US.json`));
  }
  assert.deepEqual([...new Set(asked)], ["http://localhost:5173/app/node_modules/guard-widget/locales/en-US.json"]);
});

test("all others are asked for where they are", async () => {
  const asked = answer("{}", "application/json");
  const urls = ["https://a.example/deps/a.json", "https://a.example/node_modules/guard-widget/deps/a.json"];
  for (const url of urls) await file(new URL(url));
  assert.deepEqual(asked, urls);
});

test("an address without an origin, as bundlers make them, is asked for as it is", async () => {
  const asked = answer("{}", "application/json");
  await file({ href: "/_next/static/media/guard_bg.1a2b.wasm", protocol: "" });
  assert.deepEqual(asked, ["/_next/static/media/guard_bg.1a2b.wasm"]);
});
