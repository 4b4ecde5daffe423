// What the bundles of the package have in common.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";
import { attributeDefaults } from "../description/element.js";
import { labels } from "../description/labels.js";

/** The sources of the element's script. */
export const SOURCES = join(import.meta.dirname, "../src");

/**
 * What stands behind the names that the sources use for what only a build has.
 * @param {string} glue path of the JavaScript that wasm-bindgen has written
 */
export const aliases = (glue) => ({ "guard-glue": glue, "guard-moves": join(SOURCES, "moves.js") });

/** @type {import("esbuild").BuildOptions} */
export const COMMON = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

/**
 * Bundles to `outfile`. What esbuild has made small, terser makes 2 % smaller as browsers get it.
 * @param {import("esbuild").BuildOptions} options over {@link COMMON}
 * @returns {Promise<import("esbuild").Message[]>} warnings
 */
export const bundle = async (options) => {
  const { outputFiles, warnings } = await build({ ...COMMON, ...options, write: false });
  const { path, text } = outputFiles[0];
  const { code } = await minify(text, { module: true, ecma: 2020, compress: { passes: 3 } });
  await writeFile(path, code);
  return warnings;
};

/**
 * What the sources are given by the name of a global.
 * @param {string[]} sheets the paths of CSS, LIGHT_CSS, MOTION_CSS and PANELS_CSS
 */
export const defines = async (sheets) => {
  const [css, light, motion, panels] = await Promise.all(sheets.map(async (sheet) => (await readFile(sheet, "utf8")).trim()));
  return {
    GUARD_ATTRIBUTES: JSON.stringify(attributeDefaults()),
    GUARD_LABELS: JSON.stringify(await labels()),
    GUARD_CSS: JSON.stringify(css),
    GUARD_LIGHT_CSS: JSON.stringify(light),
    GUARD_MOTION_CSS: JSON.stringify(motion),
    GUARD_PANELS_CSS: JSON.stringify(panels),
  };
};

/**
 * The module `guard-parts`, which only a build knows.
 * @param {string} contents
 * @returns {import("esbuild").Plugin}
 */
export const guardParts = (contents) => ({
  name: "guard-parts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^guard-parts$/ }, ({ path }) => ({ path, namespace: "guard" }));
    onLoad({ filter: /./, namespace: "guard" }, () => ({ contents, resolveDir: SOURCES }));
  },
});
