// One tool: install, build, open what was built, and what it serves for development.
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { serve as serveFolder } from "../../examples/serve.mjs";
import { install } from "./install.js";
import { run, serve } from "./programs.js";
import { proxy } from "./proxy.js";
import { visit } from "./visit.js";

/** Opens all pages of a site, on one origin with the login server. */
const visitAll = async (site, { paths = [""], inline }, { browser, server }) => {
  const front = await proxy(site.url, server.url, inline);
  try {
    for (const path of paths) await visit(browser, `${front.url}/${path}`);
  } finally {
    await front.stop();
  }
};

/**
 * @param {import("../tools.js").Tool} tool
 * @param {{ into: string, tarball: string, server: { url: string }, browser: import("@playwright/test").Browser }} at
 * @returns {Promise<{ name: string, lines?: string, version: string, tried: string, installing: number, seconds: number, failure?: string }>} both
 *   times in seconds, the second one without the first
 */
export const attempt = async (tool, at) => {
  const started = Date.now();
  let installed = started;
  const { name, shows, lines, output, page, servers = [] } = tool;
  const result = { name, lines, version: shows, tried: ["build", ...servers].join(", ") };
  let step = "install";
  try {
    const folder = await install(tool, at.into, at.tarball);
    installed = Date.now();
    const { version } = JSON.parse(await readFile(join(folder, "node_modules", shows, "package.json"), "utf8"));
    result.version = `${shows} ${version}`;
    step = "build";
    await run("npm run build", folder);
    if (output) {
      step = "built";
      if (page) await copyFile(join(folder, page), join(folder, output, page));
      const site = await serveFolder(join(folder, output), at.server.url);
      await visitAll(site, tool, at).finally(() => site.stop());
    }
    for (const script of servers) {
      step = script;
      const site = await serve(`npm run ${script}`, folder);
      try {
        await visitAll(site, tool, at);
      } catch (error) {
        error.message += `\nthe server says: ${site.said()}`;
        throw error;
      } finally {
        await site.stop();
      }
    }
  } catch (error) {
    result.failure = `${name}, ${step}: ${error.message}`;
  }
  return { ...result, installing: (installed - started) / 1000, seconds: (Date.now() - installed) / 1000 };
};
