// Bundles the element and the SDK with the style sheets in them, and beside them guard-module.js, the glue of the wasm
// module, guard-lead.js, the way to the hosted page where there is no module, guard-code.js, the code that comes before the
// module, and guard-late.js, what has time:
// node shim.js ENTRY GLUE PARTS OUTPUT CSS LIGHT_CSS MOTION_CSS PANELS_CSS
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SOURCES, aliases, bundle, defines, guardParts } from "./bundle.js";
import { partsModule } from "./parts.js";

const [entry, glue, parts, output, ...sheets] = process.argv.slice(2);
const define = await defines(sheets);
const warnings = await Promise.all([
  bundle({
    entryPoints: [entry],
    outfile: output,
    external: ["./guard-module.js", "./guard-lead.js", "./guard-code.js", "./guard-late.js"],
    plugins: [guardParts(partsModule(JSON.parse(await readFile(parts, "utf8"))))],
    define,
  }),
  bundle({
    entryPoints: [join(SOURCES, "lead.js")],
    outfile: join(dirname(output), "guard-lead.js"),
    external: ["./hosted.js"],
  }),
  bundle({
    entryPoints: [join(SOURCES, "early/index.js")],
    outfile: join(dirname(output), "guard-code.js"),
  }),
  bundle({
    entryPoints: [join(SOURCES, "late.js")],
    outfile: join(dirname(output), "guard-late.js"),
  }),
  bundle({
    entryPoints: [join(SOURCES, "glue.js")],
    outfile: join(dirname(output), "guard-module.js"),
    alias: aliases(glue),
    define,
  }),
]);
process.exitCode = warnings.flat().length ? 1 : 0;
