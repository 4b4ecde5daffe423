// Minifies one JavaScript or CSS file: node minify.js INPUT OUTPUT
// A warning of the bundler's parser is a mistake in the file, so it fails.
import { build } from "esbuild";

const [input, output] = process.argv.slice(2);
const { warnings } = await build({
  entryPoints: [input],
  outfile: output,
  minify: true,
  // Only the web component's own files are bundled; imports and urls here stay as they are.
  bundle: false,
  format: input.endsWith(".js") ? "esm" : undefined,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
process.exitCode = warnings.length ? 1 : 0;
