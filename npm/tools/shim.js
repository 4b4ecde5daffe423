// Bundles the element and the SDK with the style sheets in them, and beside them guard-module.js, the glue of the wasm
// module:
// node shim.js ENTRY GLUE PARTS OUTPUT CSS LIGHT_CSS MOTION_CSS PANELS_CSS
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { attributeDefaults } from "../description/element.js";
import { labels } from "../description/labels.js";
import { partsModule } from "./parts.js";

const [entry, glue, parts, output, ...sheets] = process.argv.slice(2);
const [css, light, motion, panels] = await Promise.all(sheets.map(async (sheet) => (await readFile(sheet, "utf8")).trim()));
const contents = partsModule(JSON.parse(await readFile(parts, "utf8")));

/** Where the files of the parts are: the glue and the element import it, and only a build knows it. */
const guardParts = {
  name: "guard-parts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^guard-parts$/ }, ({ path }) => ({ path, namespace: "guard" }));
    onLoad({ filter: /./, namespace: "guard" }, () => ({ contents, resolveDir: join(import.meta.dirname, "../src") }));
  },
};

const common = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};
const results = await Promise.all([
  build({
    ...common,
    entryPoints: [entry],
    outfile: output,
    external: ["./guard-module.js"],
    plugins: [guardParts],
    define: {
      GUARD_ATTRIBUTES: JSON.stringify(attributeDefaults()),
      GUARD_LABELS: JSON.stringify(await labels()),
      GUARD_CSS: JSON.stringify(css),
      GUARD_LIGHT_CSS: JSON.stringify(light),
      GUARD_MOTION_CSS: JSON.stringify(motion),
    },
  }),
  build({
    ...common,
    entryPoints: [join(import.meta.dirname, "../src/glue.js")],
    outfile: join(dirname(output), "guard-module.js"),
    define: { GUARD_PANELS_CSS: JSON.stringify(panels) },
    alias: { "guard-glue": glue, "guard-moves": join(import.meta.dirname, "../src/moves.js") },
  }),
]);
process.exitCode = results.some(({ warnings }) => warnings.length) ? 1 : 0;
