// The browser's Back after a login that led elsewhere: the page comes out of the back/forward cache as it was left, and
// shows a box that can be used.
import { launchOptions } from "../support/browser.js";
import { events } from "../support/events.js";
import { html, openBeside } from "../support/pages.js";
import { expect, test } from "../support/test.js";

// Playwright starts Chromium without that cache.
test.use({ launchOptions: { ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

const elsewhere = (page, server) => page.route(`${server.url}/account`, (route) => route.fulfill({ contentType: "text/html", body: "<h1>Your account</h1>" }));

/** Goes back, and makes sure that it is the very page that was left. */
const back = async (page) => {
  // Playwright's own `goBack` waits for a load, and there is none.
  await page.evaluate(() => history.back());
  await expect.poll(() => page.evaluate(() => globalThis.isPersisted).catch(() => null), "out of the cache").toBe(true);
  expect(page.url()).toMatch(/\/e2e\/page$/);
};

const watch = (page) => page.addInitScript(() => addEventListener("pageshow", ({ persisted }) => (globalThis.isPersisted = persisted)));

for (const attributes of [{}, { shadow: "none" }, { mode: "modal", open: true }, { "callback-url": "/account" }]) {
  test(`the form is empty and works again: ${JSON.stringify(attributes)}`, async ({ page, server, widget }) => {
    await watch(page);
    await elsewhere(page, server);
    await openBeside(page, server, html(attributes));
    // With a callback it is not there for long.
    const success = widget.seen("success");
    await widget.logIn();
    await success;
    if (attributes["callback-url"]) await page.waitForURL(/\/account$/);
    else await page.goto(`${server.url}/account`);
    await back(page);
    await expect(widget.password).toHaveValue("");
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });
}

test("after a QR login there is a fresh code", async ({ page, server, widget, phone }) => {
  await watch(page);
  await elsewhere(page, server);
  await openBeside(page, server, html());
  await widget.showCode();
  const text = await widget.codeText();
  const scan = await phone(text);
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  await page.goto(`${server.url}/account`);
  await back(page);
  await widget.code.waitFor();
  expect(await widget.codeText()).not.toBe(text);
});

test("a form that nobody has sent stays as the browser keeps it", async ({ page, server, widget }) => {
  await watch(page);
  await elsewhere(page, server);
  await openBeside(page, server, html());
  await widget.element.getByRole("heading").waitFor();
  await widget.account.fill("lin");
  await page.goto(`${server.url}/account`);
  await back(page);
  await expect(widget.account).toHaveValue("lin");
  await expect.poll(() => events(page, "guard-ready")).toHaveLength(1);
});
