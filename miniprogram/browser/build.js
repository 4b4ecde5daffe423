// Puts the mini program's source into one script that a browser loads without `eval`.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const source = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../source");
const read = (name) => readFileSync(path.join(source, name), "utf8");

function list(folder = "") {
  return readdirSync(path.join(source, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? list(name) : [name];
  });
}

/** The script: `modules` has each file of JavaScript as a function, `files` the text of the others. */
export function programScript() {
  const names = list();
  const modules = names
    .filter((name) => name.endsWith(".js"))
    .map(
      (name) =>
        `${JSON.stringify(name)}: function (require, module, exports, App, Component, getApp, wx) {\n${read(name)}\n},`,
    );
  const files = Object.fromEntries(names.filter((name) => !name.endsWith(".js")).map((name) => [name, read(name)]));
  return `export const modules = {\n${modules.join("\n")}\n};\nexport const files = ${JSON.stringify(files)};\n`;
}
