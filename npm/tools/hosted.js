// Bundles `guard-widget/hosted`, which needs nothing of a build:
//   node hosted.js OUTPUT   for the package
//   node hosted.js --yew    for the hook of the Yew library, which is committed
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { COMMON, SOURCES } from "./bundle.js";

const bundle = (options) => build({ ...COMMON, entryPoints: [join(SOURCES, "hosted.js")], ...options });

/** Where the Yew library has it. */
export const YEW = join(SOURCES, "../../src/hosted/hosted.js");

/** The script for the Yew library, to be read by people. */
export const forYew = async () => {
  const { outputFiles } = await bundle({ minify: false, write: false, absWorkingDir: join(SOURCES, "..") });
  return `// Bundled from npm/src/hosted/ by \`node npm/tools/hosted.js --yew\`: change it there.\n${outputFiles[0].text}`;
};

if (process.argv[1] === import.meta.filename) {
  const [output] = process.argv.slice(2);
  if (output === "--yew") await writeFile(YEW, await forYew());
  else process.exitCode = (await bundle({ outfile: output })).warnings.length ? 1 : 0;
}
