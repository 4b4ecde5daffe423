// What the package is tried with. Each tool has a folder in `fixtures/` with its package.json, whose versions are pinned
// and whose scripts are what people type. What several have in common lies in one folder that the others begin with.

/**
 * @typedef {object} Tool
 * @property {string} name of its folder
 * @property {string} shows the package whose version the table names
 * @property {string} [lines] what it needs beside the import, which stands in the README; nothing if left out
 * @property {string} [from] folder whose files it begins with, those of its own over them
 * @property {string} [output] folder that its build fills, and which is served as it is
 * @property {string} [page] a page that is put there, where the tool makes no page itself
 * @property {string[]} [servers] scripts that start a server after the build: of what was built, or of the sources
 * @property {string[]} [paths] pages that are opened, "" alone if left out
 * @property {boolean} [inline] whether its pages have scripts in them or name their base, which the strict policy of the
 *   others forbids
 */

const SINGLE = '`import "guard-widget/single"`';
const LISTENER = "the listener set with a ref";

/** A page and its script, for tools that take any. */
const PAGE = { from: "app", output: "dist" };

const vite = (major) => ({ ...PAGE, name: `vite-${major}`, shows: "vite", servers: ["dev"] });

/** A tool that takes the script alone. */
const script = (name, shows) => ({ ...PAGE, name, shows, page: "index.html" });

/** An app whose pages a server renders, one of them with the box in the page's own DOM. */
const rendered = (name, shows, start) => ({ name, shows, servers: [start, "dev"], paths: ["", "light"] });

const angular = (name) => ({ name, shows: "@angular/core", output: "dist/app/browser", servers: ["dev"], inline: true });

/** @type {readonly Tool[]} */
export const TOOLS = [
  ...[5, 6, 7, 8].map(vite),
  script("webpack", "webpack"),
  script("rspack", "@rspack/core"),
  { ...script("rollup", "rollup"), lines: "`@web/rollup-plugin-import-meta-assets`" },
  { ...script("rollup-single", "rollup"), lines: SINGLE },
  { ...script("esbuild", "esbuild"), lines: "the package's files copied beside the script" },
  { ...script("esbuild-single", "esbuild"), lines: SINGLE },
  { ...PAGE, name: "parcel", shows: "parcel", servers: ["dev"], inline: true },
  { name: "react-18", shows: "react", output: "dist", lines: LISTENER },
  { name: "solid", shows: "solid-js", output: "dist" },
  { name: "lit", shows: "lit", output: "dist" },
  { ...rendered("next", "next", "start"), lines: LISTENER },
  { ...rendered("next-webpack", "next", "start"), from: "fixtures/next", lines: LISTENER },
  { ...rendered("nuxt", "nuxt", "start"), lines: "`isCustomElement`" },
  rendered("sveltekit", "@sveltejs/kit", "preview"),
  { name: "astro", shows: "astro", output: "dist", servers: ["dev"], inline: true },
  { ...angular("angular"), lines: "`assets` and `prebundle` in `angular.json`" },
  { ...angular("angular-single"), from: "fixtures/angular", lines: SINGLE },
];
