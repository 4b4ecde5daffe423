// Modals of React libraries, in one script for a page without a bundler of its own.
import { createRequire } from "node:module";
import { join } from "node:path";

/** Where esbuild is: the package is bundled with it. */
const tools = createRequire(join(import.meta.dirname, "../../../npm/tools/package.json"));

/**
 * Bundles a program that may import what the end-to-end tests have from npm.
 * @param {string} program
 * @returns {Promise<string>} a classic script
 */
export const bundle = async (program) => {
  const { outputFiles } = await tools("esbuild").build({
    stdin: { contents: program, loader: "jsx", resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  return outputFiles[0].text;
};
