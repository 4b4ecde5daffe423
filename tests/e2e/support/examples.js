// The examples as a visitor gets them: built, and on one origin with the login server.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { serve } from "../../../examples/serve.mjs";
import { test as base } from "./test.js";

export { expect } from "@playwright/test";

/** Where `cargo xtask test` puts them. */
const FOLDER = process.env.GUARD_EXAMPLES_DIR || resolve(import.meta.dirname, "../../../target/examples");

export const test = base.extend({
  /** Opens a page of an example: `await visit("react", "#/account")`. */
  visit: async ({ page, server, widget: _ }, use) => {
    const sites = [];
    await use(async (name, path = "") => {
      const folder = join(FOLDER, name);
      if (!existsSync(folder)) throw new Error(`${folder} is missing: run \`cargo xtask test\``);
      const site = await serve(folder, server.url);
      sites.push(site);
      await page.goto(`${site.url}/${path}`);
      return site;
    });
    for (const site of sites) await site.stop();
  },
});
