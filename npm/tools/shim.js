// Bundles the element's shim with the style sheet in it: node shim.js ENTRY CSS OUTPUT
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const [entry, css, output] = process.argv.slice(2);
const sheet = (await readFile(css, "utf8")).trim();
const { warnings } = await build({
  entryPoints: [entry],
  outfile: output,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  // The glue of the wasm module lies beside the bundle and is loaded when the first element is connected.
  external: ["./guard.js"],
  define: { GUARD_CSS: JSON.stringify(sheet) },
  logLevel: "warning",
});
process.exitCode = warnings.length ? 1 : 0;
