// Whatever changes the colours of a page: Dark Reader, filters over all of it, a person's own colours, paper. The code stays
// one that a camera reads.
import { fileURLToPath } from "node:url";
import { html, openBeside } from "../support/pages.js";
import { read } from "../support/qr.js";
import { openPage, startScanning } from "../support/sdk.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

// What an extension puts into a page is no matter of the page's policy.
test.use({ bypassCSP: true });

const DARK_READER = fileURLToPath(import.meta.resolve("darkreader"));

/** What filters out pictures again that a filter over the page has turned round. */
const PICTURES_BACK = "img, picture, video, canvas, svg image { filter: invert(1) hue-rotate(180deg) !important }";

const sheet = (css) => ({
  on: (page) =>
    page.evaluate((css) => {
      const style = Object.assign(document.createElement("style"), { id: "colours", textContent: css });
      document.head.append(style);
    }, css),
  off: (page) => page.evaluate(() => document.getElementById("colours").remove()),
});

const darkReader = (theme) => ({
  on: async (page) => {
    if (!(await page.evaluate(() => "DarkReader" in globalThis))) await page.addScriptTag({ path: DARK_READER });
    await page.evaluate((theme) => {
      DarkReader.setFetchMethod(globalThis.fetch);
      DarkReader.enable(theme);
    }, theme);
    await expect(page.locator("html")).toHaveAttribute("data-darkreader-mode", "dynamic");
  },
  off: (page) => page.evaluate(() => DarkReader.disable()),
});

/** What changes the colours of a page, and takes it back. */
const CHANGES = {
  "Dark Reader": darkReader({}),
  "Dark Reader, pale": darkReader({ brightness: 60, contrast: 50, sepia: 100 }),
  "Dark Reader, light": darkReader({ mode: 0, contrast: 60, grayscale: 100 }),
  "all inverted": sheet("html { filter: invert(1) }"),
  "inverted, with pictures turned back": sheet(`html { filter: invert(1) hue-rotate(180deg) } ${PICTURES_BACK}`),
  "nearly inverted": sheet("body { filter: invert(.9) contrast(.9) }"),
  "inverted twice": sheet("html, body { filter: invert(1) }"),
  grey: sheet("html { filter: grayscale(1) }"),
  "turned in hue": sheet("body { filter: hue-rotate(120deg) saturate(3) }"),
  sepia: sheet("html { filter: sepia(1) brightness(.8) }"),
  "forced colours": {
    on: (page) => page.emulateMedia({ forcedColors: "active", colorScheme: "dark" }),
    off: (page) => page.emulateMedia({ forcedColors: "none", colorScheme: "light" }),
  },
};

/**
 * The text of the last code that the server has made, known before the page gets it.
 * @param {import("@playwright/test").Page} page
 */
const lastCode = async (page) => {
  const last = { text: null };
  await page.route("**/api/v2/qrcode/gene", async (route) => {
    const response = await route.fetch();
    last.text = (await response.json()).data.text;
    await route.fulfill({ response });
  });
  return last;
};

/** Where a code is shown. Each answers what is looked at. */
const PLACES = Object.fromEntries(
  ["open", "none"].flatMap((shadow) => [
    [
      `shadow="${shadow}"`,
      async ({ page, server }) => {
        await openBeside(page, server, html({ shadow, tabs: "qr" }));
        return new Widget(page.locator("guard-widget"));
      },
    ],
    [
      `a dialog, shadow="${shadow}"`,
      async ({ page, server }) => {
        await openBeside(page, server, html({ shadow, tabs: "qr", mode: "modal", open: true }));
        return new Widget(page.locator("guard-widget"));
      },
    ],
  ]),
);
PLACES.startScanning = async ({ page, server }) => {
  await openPage(page, server);
  await startScanning(page);
  return new Widget(page.locator("#qr"));
};
PLACES["a Yew app"] = async ({ page, server }) => {
  await page.goto(`${server.url}/login?app_id=demo`);
  const widget = new Widget(page.locator(".page > .guard-scope"));
  await widget.qrTab.click();
  return widget;
};

/** Waits until both readers read the last code. */
const expectRead = (widget, last, what) =>
  expect(async () => {
    const text = last.text;
    expect(text, `${what}: a code was made`).toBeTruthy();
    expect(await read(widget.qr), what).toEqual({ rqrr: text, quircs: text });
  }).toPass({ timeout: 20_000 });

for (const [place, open] of Object.entries(PLACES)) {
  test(`the code is read whatever changes the page's colours: ${place}`, async ({ page, server }) => {
    test.slow();
    const last = await lastCode(page);
    const widget = await open({ page, server });
    await widget.code.waitFor();
    await expectRead(widget, last, "before");
    for (const [what, { on, off }] of Object.entries(CHANGES)) {
      await on(page);
      await expectRead(widget, last, what);
      await off(page);
      await expectRead(widget, last, `after: ${what}`);
    }
  });
}

for (const shadow of ["open", "none"]) {
  test(`a picture of the server's is read as well: shadow="${shadow}"`, async ({ page, server, widget }) => {
    test.slow();
    const last = { text: null };
    await page.route("**/api/v2/qrcode/gene", async (route) => {
      const response = await route.fetch();
      const { text, customLogo: _, ...data } = (await response.json()).data;
      last.text = text;
      await route.fulfill({ response, json: { code: 200, data } });
    });
    await openBeside(page, server, html({ shadow, tabs: "qr" }));
    await widget.pictureLoaded();
    for (const [what, { on, off }] of Object.entries(CHANGES)) {
      await on(page);
      await expectRead(widget, last, what);
      await off(page);
      await expectRead(widget, last, `after: ${what}`);
    }
  });

  test(`Dark Reader that was there first changes nothing of it: shadow="${shadow}"`, async ({ page, server, widget }) => {
    const last = await lastCode(page);
    await page.addInitScript({ path: DARK_READER });
    await page.addInitScript(() => addEventListener("DOMContentLoaded", () => DarkReader.enable({})));
    await openBeside(page, server, html({ shadow, tabs: "qr" }));
    await widget.code.waitFor();
    await expect(page.locator("html")).toHaveAttribute("data-darkreader-mode", "dynamic");
    await expectRead(widget, last, "Dark Reader");
  });
}

test("where a page's policy forbids pictures in data: URLs, the code is read as it is drawn", async ({ page, server, complaints, browser }) => {
  const context = await browser.newContext();
  const other = await context.newPage();
  const last = await lastCode(other);
  const policy = { "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self'; style-src 'self'" };
  await openBeside(other, server, html({ tabs: "qr" }).replace('<link rel="icon" href="data:,">', ""), policy);
  const widget = new Widget(other.locator("guard-widget"));
  await widget.code.waitFor();
  await expectRead(widget, last, "without pictures");
  await context.close();
});
