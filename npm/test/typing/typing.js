// The typings of the built package, held against the files in fixtures/ that use it: what is right compiles under
// `strict`, and of what is wrong each line marked `wrong` is an error and no other. The package is laid out as npm
// installs it, so that its `exports` are tried, too. It needs the package, so it is run by name: node --test typing.js
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";

import { ATTRIBUTES, CLASSES, EVENTS, FUNCTIONS, METHODS, PROPERTIES, camelCase } from "../../description/element.js";

const HERE = import.meta.dirname;
const DIST = process.env.GUARD_DIST_DIR ?? resolve(HERE, "../../../dist");
const MODULES = join(HERE, "node_modules");

/** Projects: their files, what they have installed beside the package, and what the compiler has to know. */
const PROJECTS = {
  "no framework": { suffix: ".ts", modules: {} },
  "the hosted page’s client": { suffix: ".hosted.ts", modules: {} },
  "React 18": { suffix: ".react18.tsx", modules: { "@types/react": "types-react-18" }, options: { jsx: "react-jsx" } },
  "React 18 with the classic JSX": {
    suffix: ".react18.tsx",
    modules: { "@types/react": "types-react-18" },
    options: { jsx: "react", allowUmdGlobalAccess: true },
    resolutions: ["bundler"],
  },
  "React 19": { suffix: ".react19.tsx", modules: { "@types/react": "types-react-19" }, options: { jsx: "react-jsx" } },
  Vue: { suffix: ".vue.ts", modules: { vue: "vue" } },
  "Vue’s templates": {
    suffix: ".vue",
    modules: { vue: "vue" },
    options: { jsx: "preserve" },
    vueCompilerOptions: { strictTemplates: true },
    compiler: "vue-tsc/bin/vue-tsc.js",
    // Slow, and Vue's templates are compiled for bundlers.
    resolutions: ["bundler"],
  },
  Svelte: { suffix: ".svelte.ts", modules: { svelte: "svelte" } },
};

/** How projects find packages: as bundlers do, and as Node does. */
const RESOLUTIONS = {
  bundler: { module: "esnext", moduleResolution: "bundler" },
  node16: { module: "node16", moduleResolution: "node16" },
};

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  allowUnreachableCode: true,
};

let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "guard-typing-"));
});

after(() => rm(folder, { recursive: true, force: true }));

/** Lays a project out, with these of the fixtures. */
const layOut = async ({ modules, options, vueCompilerOptions }, resolution, files) => {
  const project = await mkdtemp(join(folder, "project-"));
  const installed = join(project, "node_modules");
  await mkdir(join(installed, "guard-widget"), { recursive: true });
  for (const name of (await readdir(DIST)).filter((name) => /\.d\.ts$|^package\.json$/.test(name))) {
    await cp(join(DIST, name), join(installed, "guard-widget", name));
  }
  for (const [name, target] of Object.entries(modules)) {
    await mkdir(dirname(join(installed, name)), { recursive: true });
    await symlink(join(MODULES, target), join(installed, name));
  }
  for (const file of files) await cp(join(HERE, "fixtures", file), join(project, file));
  const compilerOptions = { ...STRICT, ...RESOLUTIONS[resolution], ...options };
  await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, vueCompilerOptions, files }));
  return project;
};

/** What a compiler says of a project: its errors, as `{ file, line, text }`. */
const compile = async (project, compiler = "typescript/bin/tsc") => {
  const command = [join(MODULES, compiler), "--project", project, "--pretty", "false"];
  const output = await new Promise((done) => {
    execFile(process.execPath, command, { cwd: project }, (_, stdout, stderr) => done(stdout + stderr));
  });
  // What is no error of a file, such as a compiler that does not start, must not go unseen. Indented lines go on.
  return output.split("\n").filter((text) => /^\S/.test(text)).map((text) => {
    const [, file, line] = text.match(/^(.+?)\((\d+),\d+\): error /) ?? [];
    return { file, line: Number(line), text };
  });
};

const marked = async (file) => {
  const text = await readFile(join(HERE, "fixtures", file), "utf8");
  return text.split("\n").flatMap((line, at) => (/(?:\/\/|<!--) wrong(?: -->)?$/.test(line) ? [at + 1] : []));
};

describe("the typings", { concurrency: 2 }, () => {
  for (const [name, project] of Object.entries(PROJECTS)) {
    for (const resolution of project.resolutions ?? Object.keys(RESOLUTIONS)) {
      test(`${name}, ${resolution}: what is right compiles, what is wrong does not`, async () => {
        const [right, wrong] = ["right", "wrong"].map((kind) => kind + project.suffix);
        const errors = await compile(await layOut(project, resolution, [right, wrong]), project.compiler);
        const inWrong = errors.filter(({ file }) => file === wrong);
        assert.deepEqual(errors.filter((error) => !inWrong.includes(error)), []);
        const lines = [...new Set(inWrong.map(({ line }) => line))].sort((a, b) => a - b);
        assert.deepEqual(lines, await marked(wrong), inWrong.map(({ text }) => text).join("\n"));
        assert.notEqual(lines.length, 0);
      });
    }
  }
});

test("nothing of the description is left out of what is right", async () => {
  const text = await readFile(join(HERE, "fixtures/right.ts"), "utf8");
  const used = [
    ...ATTRIBUTES.map(({ name }) => `Attribute("${name}"`),
    ...ATTRIBUTES.map(({ name }) => `box.${camelCase(name)} = `),
    ...PROPERTIES.map(({ name, readonly }) => (readonly ? `box.${name};` : `box.${name} = `)),
    ...METHODS.map(({ name }) => `box.${name}(`),
    ...EVENTS.map(({ name }) => `box.addEventListener(\n  "${name}",`),
    ...FUNCTIONS.map(({ name }) => `${name}(`),
    ...CLASSES.map(({ name }) => `new ${name}(`),
  ];
  const flat = text.replaceAll('addEventListener("', 'addEventListener(\n  "');
  assert.deepEqual(used.filter((use) => !flat.includes(use)), []);
});

test("nor of what is right in the frameworks", async () => {
  const writable = PROPERTIES.filter(({ readonly }) => !readonly).map(({ name }) => name);
  const [react18, react19, vue, svelte] = await Promise.all(
    ["right.react18.tsx", "right.react19.tsx", "right.vue", "right.svelte.ts"].map((file) =>
      readFile(join(HERE, "fixtures", file), "utf8"),
    ),
  );
  const attributes = ATTRIBUTES.map(({ name }) => name);
  const events = (prefix) => EVENTS.map(({ name }) => `${prefix}${name}`);
  const missing = (text, names) => names.filter((name) => !new RegExp(`^\\s*[:"]?${name}\\b`, "m").test(text));
  assert.deepEqual(missing(react18, attributes), []);
  assert.deepEqual(missing(react19, [...attributes, ...writable, ...events("on")]), []);
  assert.deepEqual(missing(vue, [...attributes, ...writable, ...events("@")]), []);
  assert.deepEqual(missing(svelte, [...attributes, ...writable, ...events("on"), ...events("on:")]), []);
});
