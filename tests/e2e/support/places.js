// Where a code is shown, and which code that is.
import { expect } from "@playwright/test";
import { html, openBeside } from "./pages.js";
import { read } from "./qr.js";
import { openPage, startScanning } from "./sdk.js";
import { Widget } from "./widget.js";

/**
 * The text of the last code that the server has made, known before the page gets it.
 * @param {import("@playwright/test").Page} page
 * @param {(data: object) => object} tell what the page gets of the server's answer
 */
export const lastCode = async (page, tell = (data) => data) => {
  const last = { text: null };
  await page.route("**/api/v2/qrcode/gene", async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    last.text = answer.data.text;
    await route.fulfill({ response, json: { ...answer, data: tell(answer.data) } });
  });
  return last;
};

/** Where a code is shown. Each answers what is looked at. */
export const PLACES = Object.fromEntries(
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
export const expectRead = (widget, last, what) =>
  expect(async () => {
    const text = last.text;
    expect(text, `${what}: a code was made`).toBeTruthy();
    expect(await read(widget.qr), what).toEqual({ rqrr: text, quircs: text });
  }).toPass({ timeout: 20_000 });
