// A login or a logout in one tab reaches the others of the browser within a second.
import { events, listen } from "../support/events.js";
import { html, openBeside } from "../support/pages.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

/** What may pass until the other tab knows, in ms: a second, and what a busy machine takes for looking. */
const SOON = { timeout: 3_000, intervals: [50] };

const changes = (page) => events(page, "guard-session-change").then((all) => all.map(({ detail }) => detail.change));

const session = (widget) => widget.element.evaluate(async (element) => (await element.getSession())?.user.username ?? null);

/** Another tab of the browser with a box. */
const tab = async (context, server, attributes = {}) => {
  const page = await context.newPage();
  await listen(page);
  await openBeside(page, server, html(attributes));
  const widget = new Widget(page.locator("guard-widget"));
  await expect.poll(() => events(page, "guard-ready")).toHaveLength(1);
  return { page, widget };
};

for (const shadow of ["open", "none"]) {
  test(`shadow="${shadow}": a login with a password ends the code of another tab, and both tabs' pages can hear of it`, async ({ page, context, server, open }) => {
    const widget = await open({ shadow });
    await expect.poll(() => events(page, "guard-ready")).toHaveLength(1);
    const other = await tab(context, server, { shadow });
    await other.widget.showCode();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => changes(other.page), SOON).toEqual(["login"]);
    await expect(other.widget.status("expired")).toBeVisible();
    await expect(other.widget.qr).toContainText("Logged in in another tab");
    expect(await session(other.widget), "the other tab has no login of its own").toBeNull();
    expect(await changes(page), "the tab itself has guard-login").toEqual([]);
  });
}

test("what is typed in another tab stays, whatever happens here", async ({ page, context, server, open }) => {
  const widget = await open();
  const other = await tab(context, server);
  await other.widget.accountInput().fill("chen");
  await other.widget.passwordInput().fill("half a pass");
  await widget.logIn();
  await expect.poll(() => changes(other.page), SOON).toEqual(["login"]);
  await widget.element.evaluate((element) => element.logout());
  await expect.poll(() => changes(other.page), SOON).toEqual(["login", "logout"]);
  await expect(other.widget.accountInput()).toHaveValue("chen");
  await expect(other.widget.passwordInput()).toHaveValue("half a pass");
  expect(await changes(page)).toEqual([]);
});

test("a logout in one tab is a logout in all, and the box can be used again", async ({ context, server, open }) => {
  const widget = await open();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  const others = [await tab(context, server), await tab(context, server, { mode: "modal", open: true })];
  for (const { widget } of others) {
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  }
  // Its box is gone, as a dialog's is after a login; what it knows is not.
  await others[1].widget.element.evaluate((element) => element.hide());
  const heard = await Promise.all(others.map(({ page }) => changes(page).then(({ length }) => length)));
  await widget.element.evaluate((element) => element.logout());
  for (const [index, { page, widget }] of others.entries()) {
    await expect.poll(() => changes(page).then((all) => all.slice(heard[index])), SOON).toEqual(["logout"]);
    expect(await session(widget)).toBeNull();
  }
  await expect(others[0].widget.passwordInput()).toHaveValue("");
  await others[0].widget.logIn();
  await expect(others[0].widget.status("success")).toBeVisible();
  await expect.poll(() => session(others[0].widget)).toBe("lin");
});

test("other applications, other browsers and a page that says nonsense are not heard", async ({ page, browser, server, open }) => {
  const widget = await open();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  const stranger = await browser.newContext({ locale: "en-US" });
  const far = await tab(stranger, server);
  await far.widget.logIn();
  await expect(far.widget.status("success")).toBeVisible();
  await far.widget.element.evaluate((element) => element.logout());
  await page.evaluate(() => {
    for (const name of ["guard-widget:shop", "guard-widget:", "guard-widget:demo2"]) new BroadcastChannel(name).postMessage(7);
    // Of this application; the last word is what the others are waited for with.
    const line = new BroadcastChannel("guard-widget:demo");
    for (const word of ["logged-out", null, {}, [], NaN, true, performance.timeOrigin, -performance.timeOrigin]) line.postMessage(word);
    line.postMessage(-7);
  });
  await expect.poll(() => changes(page)).toEqual(["login"]);
  expect(await session(widget)).toBe("lin");
  await stranger.close();
});

test("a frame that may open no channel works by itself", async ({ page, open, widget }) => {
  await page.addInitScript(() => {
    globalThis.BroadcastChannel = class {
      constructor() {
        throw new DOMException("no", "SecurityError");
      }
    };
  });
  await open();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  expect(await session(widget)).toBe("lin");
  await widget.element.evaluate((element) => element.logout());
  await expect.poll(() => session(widget)).toBeNull();
});
