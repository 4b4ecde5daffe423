// The parts of the wasm module: when they are fetched, and what becomes of those that can't be had or don't belong.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { parts } from "../src/parts.js";
import { partsModule } from "../tools/parts.js";

const text = (value) => [value.length, ...Buffer.from(value)];
const section = (id, ...bytes) => [id, bytes.length, ...bytes];

/** A part of a build: it puts a function that returns `value` into the table's only place. */
const part = (build, value) =>
  Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, 0, 1, 0x7f),
    ...section(2, 1, ...text("m"), ...text(build), 1, 0x70, 0, 1),
    ...section(3, 1, 0),
    ...section(9, 1, 0, 0x41, 0, 0x0b, 1, 0),
    ...section(10, 1, 4, 0, 0x41, value, 0x0b),
  ]);

const WASM = { headers: { "content-type": "application/wasm" } };
const QR = new URL("https://a.example/qr.wasm");
const SHARED = new URL("https://a.example/shared.wasm");
const SUBMIT = new URL("https://a.example/submit.wasm");

const fetched = globalThis.fetch;
let asked;
let answer;
let table;
let exports;
let runtime;
let styles;

beforeEach(() => {
  asked = [];
  answer = () => new Response(part("b0", 7), WASM);
  globalThis.fetch = async (address) => {
    const url = new URL(address);
    asked.push(url.pathname);
    return answer(url);
  };
  table = new WebAssembly.Table({ element: "anyfunc", initial: 1 });
  exports = { b0: table };
  styles = [];
  runtime = parts(() => ({ qr: [SHARED, QR], submit: [SHARED, SUBMIT] }), (css) => styles.push(css));
});

afterEach(() => {
  globalThis.fetch = fetched;
});

test("a part is linked with the module, and all it needs is asked for at once", async () => {
  const loading = runtime.load("qr", exports);
  assert.deepEqual(asked, ["/shared.wasm", "/qr.wasm"]);
  await loading;
  assert.equal(table.get(0)(), 7);
});

test("the style of a part is there once it can draw", async () => {
  const styled = Uint8Array.from([...part("b0", 7), ...section(0, ...text("s"), ...Buffer.from(".a{}"))]);
  answer = ({ pathname }) => new Response(pathname === "/qr.wasm" ? styled : part("b0", 7), WASM);
  await runtime.load("submit", exports);
  assert.deepEqual(styles, []);
  await runtime.load("qr", exports);
  assert.deepEqual(styles, [".a{}"]);
});

test("each file is loaded once, whoever asks", async () => {
  await Promise.all([runtime.load("qr", exports), runtime.load("qr", exports), runtime.load("submit", exports)]);
  await runtime.load("qr", exports);
  assert.deepEqual(asked.sort(), ["/qr.wasm", "/shared.wasm", "/submit.wasm"]);
});

test("a file that two parts share is put into the module once", async () => {
  answer = (url) => new Response(part("b0", url.href === SHARED.href ? 1 : 2), WASM);
  await runtime.load("qr", exports);
  const before = table.get(0);
  answer = () => new Response(part("b0", 3), WASM);
  await runtime.load("submit", exports);
  assert.notEqual(table.get(0), before);
  assert.equal(table.get(0)(), 3);
});

test("what was prefetched is not asked for again", async () => {
  runtime.prefetch("qr");
  assert.equal(asked.length, 2);
  assert.equal(table.get(0), null, "it waits");
  await runtime.load("qr", exports);
  assert.equal(asked.length, 2);
});

test("a failure is told, and the next one asks again for what failed", async () => {
  answer = (url) => (url.href === QR.href ? new Response("", { status: 503 }) : new Response(part("b0", 7), WASM));
  await assert.rejects(runtime.load("qr", exports), /503/);
  answer = () => new Response(part("b0", 7), WASM);
  await runtime.load("qr", exports);
  assert.deepEqual(asked, ["/shared.wasm", "/qr.wasm", "/qr.wasm"]);
});

test("a prefetch that failed troubles nobody", async () => {
  answer = () => Promise.reject(new TypeError("offline"));
  runtime.prefetch("qr");
  await new Promise((done) => setTimeout(done, 10));
  answer = () => new Response(part("b0", 7), WASM);
  await runtime.load("qr", exports);
  assert.equal(asked.length, 4);
});

test("a part of another build is refused before it touches anything, and asked for again", async () => {
  answer = () => new Response(part("c0", 7), WASM);
  await assert.rejects(runtime.load("qr", exports), WebAssembly.LinkError);
  assert.equal(table.get(0), null);
  answer = () => new Response(part("b0", 7), WASM);
  await runtime.load("qr", exports);
  assert.equal(table.get(0)(), 7);
});

test("a server that does not know wasm will do", async () => {
  answer = () => new Response(part("b0", 7), { headers: { "content-type": "application/octet-stream" } });
  await runtime.load("qr", exports);
  assert.equal(table.get(0)(), 7);
});

test("what a bundler has made part of the program is not fetched", async () => {
  const base64 = Buffer.from(part("b0", 9)).toString("base64");
  runtime = parts(() => ({ qr: [new URL(`data:application/wasm;base64,${base64}`)] }));
  await runtime.load("qr", exports);
  assert.deepEqual(asked, []);
  assert.equal(table.get(0)(), 9);
});

test("a part that nobody has heard of is a failure", async () => {
  await assert.rejects(runtime.load("none", exports));
  runtime.prefetch("none");
  assert.deepEqual(asked, []);
});

test("each file of a build stands in the program once, as bundlers look for it", () => {
  const module = partsModule({ qr: ["shared.wasm", "qr.wasm"], submit: ["shared.wasm", "submit.wasm"] });
  for (const file of ["shared", "qr", "submit"]) {
    assert.equal(module.split(`new URL("./${file}.wasm", import.meta.url)`).length, 2, file);
  }
  assert.match(module, /"qr": \[f0, f1\], "submit": \[f0, f2\]/);
});
