// Bundles everything into one JavaScript file that asks for no other one, of the package that is built so far:
// node single.js ENTRY GLUE FOLDER OUTPUT CSS LIGHT_CSS MOTION_CSS PANELS_CSS
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { COMMON, SOURCES, aliases, defines, guardParts } from "./bundle.js";
import { inline } from "./inline.js";
import { partsModule } from "./parts.js";

const [entry, glue, folder, output, ...sheets] = process.argv.slice(2);

/** The sources with the files in them, and the glue where its file would be asked for. */
const whole = {
  name: "whole",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/guard-module\.js$/ }, () => ({ path: join(SOURCES, "glue.js") }));
    onResolve({ filter: /^\.\/guard-lead\.js$/ }, () => ({ path: join(SOURCES, "lead.js") }));
    onResolve({ filter: /^\.\/guard-code\.js$/ }, () => ({ path: join(SOURCES, "early/index.js") }));
    onResolve({ filter: /^\.\/guard-late\.js$/ }, () => ({ path: join(SOURCES, "late.js") }));
    onLoad({ filter: /npm[\\/]src[\\/](?:module|locales)\.js$/ }, async ({ path }) => ({
      contents: await inline(await readFile(path, "utf8"), folder),
    }));
  },
};

const parts = partsModule(JSON.parse(await readFile(join(folder, "parts.json"), "utf8")));
const { warnings } = await build({
  ...COMMON,
  entryPoints: [entry],
  outfile: output,
  alias: aliases(glue),
  plugins: [whole, guardParts(await inline(parts, folder))],
  define: await defines(sheets),
});
process.exitCode = warnings.length ? 1 : 0;
