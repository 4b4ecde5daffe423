// Bundles the element, the SDK and the glue of the wasm module, with the style sheets in it:
// node shim.js ENTRY GLUE OUTPUT CSS LIGHT_CSS MOTION_CSS
import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import { attributeDefaults } from "../description/element.js";

const [entry, glue, output, ...sheets] = process.argv.slice(2);
const [css, light, motion] = await Promise.all(sheets.map(async (sheet) => (await readFile(sheet, "utf8")).trim()));
const { warnings } = await build({
  entryPoints: [entry],
  outfile: output,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  alias: { "guard-glue": glue },
  define: {
    GUARD_ATTRIBUTES: JSON.stringify(attributeDefaults()),
    GUARD_CSS: JSON.stringify(css),
    GUARD_LIGHT_CSS: JSON.stringify(light),
    GUARD_MOTION_CSS: JSON.stringify(motion),
  },
  logLevel: "warning",
});
process.exitCode = warnings.length ? 1 : 0;
