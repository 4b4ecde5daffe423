// Writes FOLDER/integrity.json, the subresource integrity of every file that a browser loads: node integrity.js FOLDER
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";

/** Scripts, modules and what they fetch; manifests are for editors and bundlers. */
const LOADED = /^(?:[^/]+\.(?:js|wasm)|locales\/[^/]+\.json)$/;

const [folder] = process.argv.slice(2);
const files = (await readdir(folder, { recursive: true })).map((name) => name.replaceAll(sep, "/")).sort();
const integrity = {};
for (const name of files.filter((name) => LOADED.test(name))) {
  const digest = createHash("sha384").update(await readFile(join(folder, name))).digest("base64");
  integrity[name] = `sha384-${digest}`;
}
await writeFile(join(folder, "integrity.json"), `${JSON.stringify(integrity, null, 2)}\n`);
