// Tries the package with the tools that people bundle and build with, each in a browser against the real server:
//   node compat/run.js --into FOLDER [--only NAME]… [--document FILE]
// FOLDER keeps what was installed for the next time. Prints a table; fails when a tool fails. FILE becomes the table that
// people read.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { launchOptions } from "../tests/e2e/support/browser.js";
import { distDir } from "../tests/e2e/support/paths.js";
import { Server } from "../tests/e2e/support/server.js";
import { attempt } from "./support/attempt.js";
import { documentOf } from "./support/document.js";
import { pack } from "./support/install.js";
import { endAll } from "./support/programs.js";
import { TOOLS } from "./tools.js";

const times = ({ installing, seconds }) => `${installing.toFixed(1)} s to install, ${seconds.toFixed(1)} s`;

const { values } = parseArgs({
  options: { into: { type: "string" }, only: { type: "string", multiple: true }, document: { type: "string" } },
});
if (!values.into) throw new Error("say where to build: node compat/run.js --into FOLDER");
const into = resolve(values.into);
const unknown = (values.only ?? []).filter((name) => !TOOLS.some((tool) => tool.name === name));
if (unknown.length) throw new Error(`there is no ${unknown.join(", ")}: ${TOOLS.map(({ name }) => name).join(", ")}`);
const tools = TOOLS.filter(({ name }) => !values.only || values.only.includes(name));

const { chromium } = createRequire(join(import.meta.dirname, "../tests/e2e/package.json"))("@playwright/test");
await mkdir(into, { recursive: true });
// The server wants to know where its hosted page is, which nobody opens here.
process.env.GUARD_PAGE_DIR ||= into;
const tarball = await pack(distDir(), into);
const server = await Server.start();
const browser = await chromium.launch(launchOptions);
for (const name of ["SIGINT", "SIGTERM"]) {
  process.once(name, () => {
    endAll();
    process.exit(130);
  });
}
const chromiumVersion = browser.version();
const results = [];
try {
  for (const tool of tools) {
    const result = await attempt(tool, { into, tarball, server, browser });
    results.push(result);
    const { name, failure } = result;
    console.log(`  ${failure ? "✗" : "✓"} ${name} with ${result.version} (${times(result)})`);
    if (failure) console.log(failure);
  }
} finally {
  await browser.close();
  await server.remove();
  await rm(tarball, { force: true });
}

const rows = results.map((result) => {
  const { name, version, tried, failure } = result;
  return [name, version, tried, failure ? "FAILED" : "works", times(result)];
});
const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
console.log("");
for (const row of rows) console.log(row.map((cell, at) => cell.padEnd(widths[at])).join("  ").trimEnd());
if (values.document) {
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(values.document, documentOf(results, { browser: chromiumVersion, date }));
}
const failed = results.filter(({ failure }) => failure).length;
console.log(`\n${results.length - failed} passed`);
if (failed) console.log(`${failed} failed`);
process.exitCode = failed ? 1 : 0;
