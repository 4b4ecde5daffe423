// Bundles `guard-widget/hosted`, which needs nothing of a build: node hosted.js OUTPUT
import { join } from "node:path";
import { build } from "esbuild";
import { COMMON, SOURCES } from "./bundle.js";

const [output] = process.argv.slice(2);
const { warnings } = await build({ ...COMMON, entryPoints: [join(SOURCES, "hosted.js")], outfile: output });
process.exitCode = warnings.length ? 1 : 0;
