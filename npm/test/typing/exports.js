// The built package as an app has it in node_modules: every export leads to a file, and what runs can be imported where
// there is no document. It needs the package, so it is run by name: node --test exports.js
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

const DIST = resolve(process.env.GUARD_DIST_DIR ?? join(import.meta.dirname, "../../../dist"));

let app;
let manifest;

before(async () => {
  manifest = JSON.parse(await readFile(join(DIST, "package.json"), "utf8"));
  app = await mkdtemp(join(tmpdir(), "guard-app-"));
  await mkdir(join(app, "node_modules"));
  await symlink(DIST, join(app, "node_modules/guard-widget"));
});

after(() => rm(app, { recursive: true, force: true }));

/** What a module of the app writes. */
const run = async (text) => {
  await writeFile(join(app, "app.mjs"), text);
  return JSON.parse(execFileSync(process.execPath, [join(app, "app.mjs")], { encoding: "utf8" }));
};

test("every export leads to a file", async () => {
  const parts = JSON.parse(await readFile(join(DIST, "parts.json"), "utf8"));
  const files = [...new Set(Object.values(parts).flat())].map((file) => `./${file}`);
  assert.ok(files.length > 0, "the module comes in parts");
  const names = { "./locales/*": ["./locales/en-US.json"], "./guard-*.wasm": files };
  const wanted = Object.keys(manifest.exports)
    .flatMap((path) => names[path] ?? [path])
    .map((path) => `guard-widget${path.slice(1)}`);
  const found = await run(`
    import { existsSync } from "node:fs";
    import { fileURLToPath } from "node:url";
    const is = (name) => existsSync(fileURLToPath(import.meta.resolve(name)));
    console.log(JSON.stringify(${JSON.stringify(wanted)}.filter(is)));
  `);
  assert.deepEqual(found, wanted);
});

test("so does every other file that package.json names", () => {
  const { exports, main, module, types, customElements, sideEffects, "web-types": webTypes } = manifest;
  const typings = Object.values(exports).flatMap((target) => target.types ?? []);
  for (const name of [main, module, types, customElements, webTypes, ...sideEffects, ...typings]) {
    assert.ok(existsSync(join(DIST, name)), name);
  }
});

test("every file that a browser loads has its integrity noted", async () => {
  const noted = Object.keys(JSON.parse(await readFile(join(DIST, "integrity.json"), "utf8")));
  const parts = JSON.parse(await readFile(join(DIST, "parts.json"), "utf8"));
  for (const name of ["guard-widget.js", "hosted.js", "guard_bg.wasm", ...Object.values(parts).flat()]) {
    assert.ok(noted.includes(name), name);
  }
});

test("the single file exports the same, asks for no other file, and needs no document", async () => {
  const text = await readFile(join(DIST, "single.js"), "utf8");
  assert.doesNotMatch(text, /import\.meta|\bimport\(/);
  const [single, whole] = await run(`
    const modules = await Promise.all([import("guard-widget/single"), import("guard-widget")]);
    console.log(JSON.stringify(modules.map((module) => Object.keys(module).sort())));
  `);
  assert.deepEqual(single, whole);
});

test("what runs of the box is one module, under whichever name, and needs no document", async () => {
  const boxes = Object.entries(manifest.exports).filter(([, target]) => target.types && target.default === manifest.main);
  const names = boxes.map(([path]) => `guard-widget${path.slice(1)}`);
  assert.ok(names.length >= 4, "the box itself, and for frameworks");
  const same = await run(`
    const modules = await Promise.all(${JSON.stringify(names)}.map((name) => import(name)));
    console.log(JSON.stringify(modules.map(({ GuardWidget }) => GuardWidget === modules[0].GuardWidget && typeof GuardWidget)));
  `);
  assert.deepEqual(same, names.map(() => "function"));
});

test("the hosted page's client is a module of its own: it asks for no other file, and needs no document", async () => {
  const text = await readFile(join(DIST, "hosted.js"), "utf8");
  assert.doesNotMatch(text, /\bimport\b|wasm/i);
  const names = await run(`console.log(JSON.stringify(Object.keys(await import("guard-widget/hosted")).sort()))`);
  assert.deepEqual(names, ["HostedError", "handleRedirect", "loginWithPopup", "loginWithRedirect", "logout", "watchLogin"]);
});
