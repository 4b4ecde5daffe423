// The README's lines for tools and frameworks are those that the fixtures are built with.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { TOOLS } from "../tools.js";

const ROOT = join(import.meta.dirname, "../..");
const fixture = (path) => readFile(join(ROOT, "compat/fixtures", path), "utf8");

/** Without what only lays a text out. */
const plain = (text) => text.replace(/\s+/g, " ");

const README = plain(await readFile(join(ROOT, "README.md"), "utf8"));

test("React 18", async () => {
  assert.ok(README.includes(plain(await fixture("react-18/login.jsx"))));
});

test("esbuild", async () => {
  const { scripts } = JSON.parse(await fixture("esbuild/package.json"));
  assert.ok(README.includes(scripts.build.replace(" && ", " ")));
});

test("Rollup", async () => {
  const [plugins] = (await fixture("rollup/rollup.config.js")).match(/plugins: \[.*\]/);
  assert.ok(README.includes(plugins));
});

test("Angular", async () => {
  const { build, serve } = JSON.parse(await fixture("angular/angular.json")).projects.app.architect;
  const lines = README.match(/\{ "glob": .*? \}/)[0];
  assert.deepEqual(JSON.parse(lines), build.options.assets[0]);
  assert.deepEqual(JSON.parse(README.match(/"prebundle": (\{.*?\})/)[1]), serve.options.prebundle);
});

test("Nuxt", async () => {
  const [vue] = (await fixture("nuxt/nuxt.config.ts")).match(/vue: \{.*\}/);
  assert.ok(README.includes(`\`${vue}\``));
});

test("the single file", async () => {
  const apps = ["rollup-single/app.js", "esbuild-single/app.js", "angular-single/src/main.ts"];
  for (const app of apps) assert.ok((await fixture(app)).includes('import "guard-widget/single";'), app);
  assert.ok(README.includes('`import "guard-widget/single"`'));
});

test("no tool is left out, and none has a folder in vain", async () => {
  const folders = await readdir(join(ROOT, "compat/fixtures"));
  assert.deepEqual(TOOLS.map(({ name }) => name).sort(), folders.sort());
});

test("what a fixture has of its own is pinned", async () => {
  for (const { name, from } of TOOLS) {
    const text = await fixture(`${name}/package.json`).catch(() => undefined);
    // It may be the one of the folder that it begins with.
    assert.ok(text ?? from, name);
    for (const version of Object.values(JSON.parse(text ?? "{}").devDependencies ?? {})) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
  }
});
