// What the bundles of the package have in common.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
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
