// Writes all that is generated from npm/description/.
//   node npm/tools/describe.js FOLDER   the typings and manifests of the package
//   node npm/tools/describe.js --docs   docs/element.md, which is committed
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { htmlData, webTypes } from "./describe/editors.js";
import { manifest } from "./describe/manifest.js";
import { react } from "./describe/react.js";
import { reference } from "./describe/reference.js";
import { svelte } from "./describe/svelte.js";
import { typings } from "./describe/typings.js";
import { vue } from "./describe/vue.js";

const NPM = resolve(import.meta.dirname, "..");
const DOCS = resolve(NPM, "../docs/element.md");

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

const source = (name) => readFile(join(NPM, "description/types", name), "utf8");

/** The files of the package, by name. */
export const packageFiles = async () => {
  const { name, version } = JSON.parse(await readFile(join(NPM, "package.json"), "utf8"));
  const types = await Promise.all(["details.d.ts", "backend.d.ts", "sdk.d.ts"].map(source));
  return {
    "guard-widget.d.ts": typings(types),
    "react.d.ts": react(),
    "vue.d.ts": vue(),
    "svelte.d.ts": svelte(),
    "custom-elements.json": json(manifest()),
    "vscode.html-custom-data.json": json(htmlData()),
    "web-types.json": json(webTypes(name, version)),
  };
};

/** The text of docs/element.md. */
export const docs = async () => reference({ backend: await source("backend.d.ts"), sdk: await source("sdk.d.ts") });

const write = async (path, text) => {
  await mkdir(resolve(path, ".."), { recursive: true });
  await writeFile(path, text);
};

if (process.argv[1] === import.meta.filename) {
  const [where] = process.argv.slice(2);
  if (where === "--docs") await write(DOCS, await docs());
  else if (where) for (const [name, text] of Object.entries(await packageFiles())) await write(join(where, name), text);
  else throw new Error("say where to: node describe.js FOLDER, or node describe.js --docs");
}
