// Pages that a library keeps and puts back when the person comes back to them: a box in one is a fresh one that can be used,
// and no dialog is open.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { tag } from "../support/pages.js";
import { expect, test } from "../support/test.js";

const LIBRARIES = new URL("../node_modules/", import.meta.url);

/** Each keeps pages in its own way: as a copy of the nodes, as text, as the nodes themselves. */
const CACHES = {
  Turbo: { file: "@hotwired/turbo/dist/turbo.es2017-umd.js", body: "", visit: "Turbo.visit('/e2e/b')" },
  htmx: { file: "htmx.org/dist/htmx.min.js", body: 'hx-boost="true"', visit: "document.getElementById('away').click()" },
  InstantClick: {
    file: "instantclick/instantclick.js",
    body: "",
    start: '<script data-no-instant>document.addEventListener("DOMContentLoaded", () => InstantClick.init())</script>',
    visit: "document.getElementById('away').click()",
  },
};

const site = async (page, server, { file, body, start = "" }, attributes) => {
  const loads = { a: 0, b: 0 };
  const library = `var module = {};${await readFile(fileURLToPath(new URL(file, LIBRARIES)), "utf8")}`;
  const pages = {
    a: `<h1>Log in</h1><button id="show" onclick="document.querySelector('guard-widget').show()">Log in</button>
<a id="away" href="/e2e/b">Away</a>${tag(attributes)}`,
    b: "<h1>Elsewhere</h1>",
  };
  await page.route(`${server.url}/e2e/*`, async (route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1);
    if (name === "library.js") return route.fulfill({ contentType: "text/javascript", body: library });
    loads[name] += 1;
    const head = `<script src="/e2e/library.js" data-no-instant></script><script type="module" src="/dist/guard-widget.js" data-no-instant></script>`;
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">${head}${start}</head><body ${body}>${pages[name]}</body></html>`;
    return route.fulfill({ contentType: "text/html", body: html });
  });
  await page.goto(`${server.url}/e2e/a`);
  await page.waitForFunction(() => customElements.get("guard-widget"));
  return loads;
};

/** Away by the library, and back by the browser. */
const awayAndBack = async (page, { visit }) => {
  await page.evaluate(visit);
  await expect(page.getByRole("heading", { name: "Elsewhere" })).toBeVisible();
  await page.evaluate(() => history.back());
  await expect(page.getByRole("heading", { name: "Log in", exact: true })).toBeVisible();
};

for (const [library, cache] of Object.entries(CACHES)) {
  for (const shadow of ["open", "none"]) {
    test.describe(`${library}, shadow="${shadow}"`, () => {
      test.slow();

      test("after a login the box that comes back is an empty one that can be used", async ({ page, server, widget }) => {
        const loads = await site(page, server, cache, { shadow });
        await widget.logIn();
        await widget.status("success").waitFor({ timeout: 20_000 });
        await awayAndBack(page, cache);
        await expect(widget.account).toHaveValue("");
        await expect(widget.password).toHaveValue("");
        await expect(widget.element.locator("[part=base]")).toHaveCount(1);
        await widget.logIn();
        await widget.status("success").waitFor({ timeout: 20_000 });
        expect(loads, "out of what it kept").toEqual({ a: 1, b: 1 });
      });

      test("what was typed and not sent does not come back, either", async ({ page, server, widget }) => {
        await site(page, server, cache, { shadow });
        await widget.account.fill("lin");
        await widget.password.fill("half a passw");
        await awayAndBack(page, cache);
        await expect(widget.password).toHaveValue("");
        expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain("half a passw");
      });

      test("a code that comes back is a new one", async ({ page, server, widget, phone }) => {
        await site(page, server, cache, { shadow, tabs: "qr" });
        const text = await widget.codeText();
        await awayAndBack(page, cache);
        await widget.code.waitFor();
        await expect.poll(() => widget.codeText()).not.toBe(text);
        await expect(widget.code).toHaveCount(1);
        await phone(await widget.codeText());
        await expect(widget.status("scanned")).toBeVisible();
      });

      test("a dialog that was open is closed, the page can be used, and so can the dialog", async ({ page, server, widget }) => {
        await site(page, server, cache, { shadow, mode: "modal" });
        await page.locator("#show").click();
        await widget.account.fill("lin");
        await awayAndBack(page, cache);
        await expect(widget.element).toHaveJSProperty("open", false);
        await expect(widget.element.locator("dialog")).toHaveCount(0);
        expect(await page.evaluate(() => document.documentElement.getAttribute("style"))).toBe(null);
        await page.locator("#show").click();
        await expect(widget.account).toHaveValue("");
        await widget.logIn();
        await widget.status("success").waitFor({ timeout: 20_000 });
        await page.keyboard.press("Escape");
        await expect(widget.element.locator("dialog")).toHaveCount(0);
      });

      test("one that the person has closed stays closed", async ({ page, server, widget }) => {
        await site(page, server, cache, { shadow, mode: "modal", open: true });
        await expect(widget.account).toBeVisible();
        await page.keyboard.press("Escape");
        await expect(widget.element.locator("dialog")).toHaveCount(0);
        await awayAndBack(page, cache);
        await expect(widget.element).toHaveJSProperty("open", false);
        await page.locator("#show").click();
        await expect(widget.account).toBeVisible();
      });
    });
  }
}

for (const shadow of ["open", "none"]) {
  for (const [how, copy] of Object.entries({
    "cloneNode()": () => document.querySelector("guard-widget").after(document.querySelector("guard-widget").cloneNode(true)),
    "its markup": () => document.body.insertAdjacentHTML("beforeend", document.querySelector("guard-widget").outerHTML),
  })) {
    test(`a copy of an open dialog by ${how} is closed, and the open one stays: shadow="${shadow}"`, async ({ page, server, widget }) => {
      await site(page, server, CACHES.Turbo, { shadow, mode: "modal" });
      await page.locator("#show").click();
      await expect(widget.account).toBeVisible();
      await page.evaluate(copy);
      await expect(widget.element).toHaveCount(2);
      await expect(widget.element.nth(1)).toHaveJSProperty("open", false);
      await expect(widget.element.nth(0)).toHaveJSProperty("open", true);
      await expect(page.locator("dialog[open]")).toHaveCount(1);
      expect(await widget.element.nth(1).getAttribute("data-guard-open")).toBe(null);
    });
  }
}
