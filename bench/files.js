// What contestants are made of: files of npm packages, bundles, replies.
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const TYPES = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The type of a file by its name; nothing for what no page asks for. */
export const typeOf = (name) => TYPES[name.split(".").pop()];

/** A file of an installed package, as the package ships it. */
export async function shipped(path) {
  return { type: typeOf(path), body: await readFile(here(`node_modules/${path}`)) };
}

/** All files of a folder, by their path in it. */
export async function folder(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = {};
  for (const entry of entries) {
    const path = `${entry.parentPath ?? entry.path}/${entry.name}`;
    if (entry.isFile() && typeOf(entry.name)) files[path.slice(root.length + 1)] = await readFile(path);
  }
  return files;
}

/** The version of an installed package. */
export async function version(name) {
  return JSON.parse(await readFile(here(`node_modules/${name}/package.json`), "utf8")).version;
}

/** A page's script with all that it imports, as an app's build would make it: one minified module. */
export async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [here(entry)],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    // Modules where a package has both, as other bundlers take them.
    mainFields: ["browser", "module", "main"],
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    logLevel: "silent",
    write: false,
  });
  return { type: TYPES.js, body: outputFiles[0].contents };
}

/** A reply in JSON. */
export const json = (value, status = 200) => ({ type: TYPES.json, body: JSON.stringify(value), status });

/** A logo for those that ask for one. */
export const LOGO = {
  type: TYPES.svg,
  body: `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="30"/></svg>`,
};
