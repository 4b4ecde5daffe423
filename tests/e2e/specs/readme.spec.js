// The snippets of the README, as they are printed there. Its Rust is a documentation test, its server configuration a
// test of the server.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { openBeside } from "../support/pages.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

const README = readFileSync(join(import.meta.dirname, "../../../README.md"), "utf8");

/** The first snippet of a language. @param {string} language */
const snippet = (language) => {
  const [, code] = README.match(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m")) ?? [];
  expect(code, `a snippet of ${language}`).toBeTruthy();
  return code;
};

test("In HTML: the page logs in and greets", async ({ page, server }) => {
  await openBeside(page, server, snippet("html"));
  const widget = new Widget(page.locator("guard-widget"));
  await widget.logIn();
  await expect(page).toHaveTitle("Hello 林晓");
});

test("Events: the listeners hear of the code", async ({ page, server }) => {
  await openBeside(page, server, snippet("html"));
  const widget = new Widget(page.locator("guard-widget"));
  await widget.qrTab.waitFor();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  // A module script, as the snippet is one: no eval is involved.
  await page.addScriptTag({ type: "module", content: snippet("js") });
  await widget.showCode();
  await expect.poll(() => said.some((text) => /^ready \d+$/.test(text))).toBe(true);
});

test("Theming: variables and parts reach the box", async ({ page, server }) => {
  await openBeside(page, server, snippet("html"));
  const widget = new Widget(page.locator("guard-widget"));
  await widget.submit.waitFor();
  await page.addStyleTag({ content: snippet("css") });
  await expect(widget.submit).toHaveCSS("background-color", "rgb(11, 122, 67)");
  await expect(widget.submit).toHaveCSS("text-transform", "uppercase");
  await expect(widget.submit).toHaveCSS("border-radius", "6px");
});
