// Puts files of the package into its sources.
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";

const TYPES = { ".json": "application/json", ".wasm": "application/wasm" };

/** The address of a file as the sources have it, which is as bundlers look for it. */
const ADDRESS = /new URL\("\.\/([^"]+)", import\.meta\.url\)/g;

/**
 * A source with the files themselves, as data: URLs, in the place of their addresses.
 * @param {string} source
 * @param {string} folder that the files are in
 */
export const inline = async (source, folder) => {
  const names = [...new Set([...source.matchAll(ADDRESS)].map(([, name]) => name))];
  const data = await Promise.all(
    names.map(async (name) => {
      const type = TYPES[extname(name)];
      if (!type) throw new Error(`${name} is no file that can be made part of the script`);
      return [name, `data:${type};base64,${await readFile(join(folder, name), "base64")}`];
    }),
  );
  const urls = new Map(data);
  const inlined = source.replaceAll(ADDRESS, (_, name) => `new URL(${JSON.stringify(urls.get(name))})`);
  // An address in another form would be asked for where the single file knows of nothing.
  if (inlined.includes("import.meta")) throw new Error("a source asks where it is in a way that inline.js does not know");
  return inlined;
};
