// Writes all that is generated from npm/description/.
//   node npm/tools/describe.js FOLDER   the typings and manifests of the package
//   node npm/tools/describe.js --docs   docs/element.md and the module's options in Rust, which are committed
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { htmlData, webTypes } from "./describe/editors.js";
import { hosted } from "./describe/hosted.js";
import { manifest } from "./describe/manifest.js";
import { options } from "./describe/options.js";
import { react } from "./describe/react.js";
import { reference } from "./describe/reference.js";
import { single } from "./describe/single.js";
import { svelte } from "./describe/svelte.js";
import { typings } from "./describe/typings.js";
import { vue } from "./describe/vue.js";

const NPM = resolve(import.meta.dirname, "..");
const ROOT = resolve(NPM, "..");

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

const source = (name) => readFile(join(NPM, "description/types", name), "utf8");

/** The files of the package, by name. */
export const packageFiles = async () => {
  const { name, version } = JSON.parse(await readFile(join(NPM, "package.json"), "utf8"));
  const types = await Promise.all(["details.d.ts", "backend.d.ts", "sdk.d.ts"].map(source));
  return {
    "guard-widget.d.ts": typings(types),
    "hosted.d.ts": hosted(await source("hosted.d.ts")),
    "single.d.ts": single(),
    "react.d.ts": react(),
    "vue.d.ts": vue(),
    "svelte.d.ts": svelte(),
    "custom-elements.json": json(manifest()),
    "vscode.html-custom-data.json": json(htmlData()),
    "web-types.json": json(webTypes(name, version)),
  };
};

/** The committed files, by their paths in the project. */
export const committed = async () => ({
  "docs/element.md": reference({ backend: await source("backend.d.ts"), sdk: await source("sdk.d.ts") }),
  "element/src/options/generated.rs": options(),
});

/** @param {string} folder @param {Record<string, string>} files */
const writeAll = async (folder, files) => {
  for (const [name, text] of Object.entries(files)) await write(join(folder, name), text);
};

const write = async (path, text) => {
  await mkdir(resolve(path, ".."), { recursive: true });
  await writeFile(path, text);
};

if (process.argv[1] === import.meta.filename) {
  const [where] = process.argv.slice(2);
  if (where === "--docs") await writeAll(ROOT, await committed());
  else if (where) await writeAll(where, await packageFiles());
  else throw new Error("say where to: node describe.js FOLDER, or node describe.js --docs");
}
