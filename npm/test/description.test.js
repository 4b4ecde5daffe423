// The description of the element, and that what is generated from it and committed is up to date.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { test } from "node:test";

import * as description from "../description/element.js";
import { committed, packageFiles } from "../tools/describe.js";

const { ATTRIBUTES, EVENTS, METHODS, PARTS, PROPERTIES, SLOTS, STATES, VARIABLES, attributeDefaults, inTheme } = description;
const ROOT = resolve(import.meta.dirname, "../..");

test("every name is there once", () => {
  for (const all of [ATTRIBUTES, EVENTS, PARTS, SLOTS, STATES, VARIABLES, [...PROPERTIES, ...METHODS]]) {
    const names = all.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
  }
});

test("an enumeration begins with its default", () => {
  for (const { name, kind, values, default: value } of ATTRIBUTES) {
    assert.equal(kind === "enum", values !== undefined, name);
    if (values) assert.equal(values[0], value, name);
  }
});

test("the element's bundle is told kind and default of each attribute in one value", () => {
  const defaults = attributeDefaults();
  assert.equal(defaults["app-id"], "");
  assert.equal(defaults["qr-size"], 205);
  assert.equal(defaults.open, false);
  assert.deepEqual(defaults.theme, ["auto", "light", "dark"]);
  assert.ok(!("lang" in defaults) && !("nonce" in defaults), "HTML's own are left out");
});

test("a value can be read in either theme", () => {
  assert.equal(inTheme("1px light-dark(rgb(1 2 3 / .5), #fff) x", "light"), "1px rgb(1 2 3 / .5) x");
  assert.equal(inTheme("a light-dark(b, c) light-dark(d, e)", "dark"), "a c e");
  assert.equal(inTheme("16px", "dark"), "16px");
});

test("what is committed is what the generator writes; if not: node npm/tools/describe.js --docs", async () => {
  for (const [path, text] of Object.entries(await committed())) {
    assert.equal(await readFile(resolve(ROOT, path), "utf8"), text, path);
  }
});

test("the package has every file that its package.json names and that is generated", async () => {
  const files = await packageFiles();
  const { exports, types, customElements, "web-types": webTypes } = JSON.parse(
    await readFile(resolve(ROOT, "npm/package.json"), "utf8"),
  );
  const named = Object.values(exports).flatMap((target) => (typeof target === "string" ? target : target.types));
  for (const name of [...named, types, customElements, webTypes].map((path) => path.replace(/^\.\//, ""))) {
    // What is built from other sources, and what is copied.
    if (/\.wasm$|^(?:guard-module|guard-lead|guard-code|guard-late|hosted|single)\.js$|^locales\/|^(?:integrity|package|parts)\.json$/.test(name)) continue;
    assert.ok(name in files, name);
  }
});

test("every generated JSON file parses, and every description is a sentence", async () => {
  for (const [name, text] of Object.entries(await packageFiles())) {
    if (name.endsWith(".json")) assert.ok(JSON.parse(text), name);
  }
  for (const all of Object.values(description).filter(Array.isArray)) {
    for (const { name, description: said } of all) assert.match(said, /^[\p{Lu}“`].*\.$/u, name);
  }
});
