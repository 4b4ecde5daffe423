// Pages as a new user writes them (`pages/`), on a site of another origin than the login server.
import { allTold, asked, path } from "../support/asked.js";
import { events } from "../support/events.js";
import { Site } from "../support/pages.js";
import { expect, test as base } from "../support/test.js";
import { Widget } from "../support/widget.js";

const test = base.extend({
  site: async ({ server }, use) => {
    const site = await Site.start(server);
    await use(site);
    await site.stop();
  },
});

test("plain.html: one script and one tag log in both ways", async ({ page, site, widget, phone }) => {
  await page.goto(`${site.url}/plain.html`);
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(async () => (await events(page, "guard-login"))[0]?.detail.user.username).toBe("lin");

  await page.reload();
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await expect(scan.page.locator("#origin"), "the phone names the site that asks").toHaveText(site.url);
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(async () => (await events(page, "guard-login")).map((event) => event.detail.method)).toEqual(["qr"]);
});

test("plain.html: a whole login asks the site and the login server, and nobody else (R-5)", async ({ page, site, server, widget, phone }) => {
  const origins = asked(page, (request) => !request.url().startsWith("data:") && new URL(request.url()).origin);
  await page.goto(`${site.url}/plain.html`);
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  await allTold(page);
  expect(new Set(origins)).toEqual(new Set([site.url, server.url]));
});

test("two.html: two boxes with tabs and languages of their own do not disturb each other", async ({ page, site, widget: _, phone }) => {
  await page.goto(`${site.url}/two.html`);
  const first = new Widget(page.locator("#first"));
  const second = new Widget(page.locator("#second"));
  await expect(first.submit).toHaveText("Log in");
  await expect(second.code).toBeVisible();
  await expect(second.element.getByRole("tab")).toHaveText(["扫码登录", "密码登录"]);

  await first.logIn("lin", "wrong");
  await expect(first.errors).toHaveCount(1);
  await expect(second.code).toBeVisible();
  const text = await second.codeText();
  const scan = await phone(text);
  await scan.choose("chen");
  await expect(second.element.locator(".guard-name")).toHaveText("A*n");
  await scan.confirm(await second.number());
  await expect(second.status("success")).toBeVisible();
  await expect(first.errors, "the first one stays as it is").toHaveCount(1);

  await first.logIn();
  await expect(first.status("success")).toBeVisible();
  const logins = (await events(page, "guard-login")).map((event) => [event.target, event.detail.method, event.detail.user.username]);
  expect(logins).toEqual([
    ["second", "qr", "chen"],
    ["first", "password", "lin"],
  ]);
});

test("two.html: the module is loaded once for both, and each language once", async ({ page, site, widget: _ }) => {
  const loads = asked(page, (request) => /\.(js|json|wasm)$/.test(request.url()) && path(request));
  await page.goto(`${site.url}/two.html`);
  await expect(page.locator("#second svg[part=qr-code]")).toBeVisible();
  // The second box shows its code, whose part is loaded once for both; a submit's comes when the browser is idle.
  await expect(page.locator("#first").getByRole("tab").first()).toBeVisible();
  const isPart = (path) => /\.[0-9a-f]{8}\.wasm$|\/guard-late\.js$/.test(path);
  await allTold(page);
  const parts = loads.filter(isPart);
  expect(new Set(parts).size).toBe(parts.length);
  await expect.poll(() => loads.filter((path) => !isPart(path)).sort()).toEqual([
    "/dist/guard-code.js",
    "/dist/guard-module.js",
    "/dist/guard-widget.js",
    "/dist/guard_bg.wasm",
    "/dist/locales/en-US.json",
    "/dist/locales/zh-CN.json",
  ]);
});

test("an element that is never connected loads nothing", async ({ page, open }) => {
  await page.route("**/guard-widget.js", (route) => route.continue());
  // Without the parts, which the box above asks for when the browser is idle.
  const loads = asked(page, (request) => /guard_bg\.wasm$/.test(request.url()) && request.url());
  const widget = await open();
  await widget.ready();
  await expect.poll(() => loads).toHaveLength(1);
  await page.evaluate(() => document.createElement("guard-widget"));
  await page.waitForTimeout(300);
  await allTold(page);
  expect(loads).toHaveLength(1);
});
