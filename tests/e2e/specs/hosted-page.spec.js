// The hosted login page, for sites that want no widget of their own.
import { allTold, asked } from "../support/asked.js";
import { expect, test as base } from "../support/test.js";
import { readable } from "../support/qr.js";
import { Widget } from "../support/widget.js";

const test = base.extend({
  /** A page of the site that the login continues to. */
  target: async ({ page, server }, use) => {
    const target = `${server.url}/account`;
    await page.route(target, (route) => route.fulfill({ contentType: "text/html", body: "<h1>Your account</h1>" }));
    await use(target);
  },

  /** Opens the hosted page. */
  visit: async ({ page, server }, use) => {
    await use(async (query) => {
      await page.goto(`${server.url}/login?${new URLSearchParams({ app_id: "demo", ...query })}`);
      return new Widget(page.locator(".page"));
    });
  },
});

test("logs in and continues to a URL that the application allows, with the session in an HttpOnly cookie (R-28)", async ({ page, context, server, target, visit }) => {
  const widget = await visit({ redirect_uri: target });
  await widget.logIn();
  await page.waitForURL(target);
  expect(page.url(), "no credential is in the address").toBe(target);

  const cookies = await context.cookies(server.url);
  expect(cookies.find((cookie) => cookie.name === "guard_session")).toMatchObject({ httpOnly: true, path: "/" });
  const me = await (await context.request.get(`${server.url}/api/v2/users/me`)).json();
  expect(me).toMatchObject({ code: 200, data: { username: "lin" } });
  const kept = await page.evaluate(() => [...Object.values({ ...localStorage }), ...Object.values({ ...sessionStorage }), document.cookie].join());
  expect(kept).toBe("");
});

test("the QR login continues as well", async ({ page, target, visit, phone }) => {
  const widget = await visit({ redirect_uri: target });
  await widget.showCode();
  const scan = await phone(await readable(page));
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await page.waitForURL(target);
});

for (const wanted of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
  test(`says that it does not continue to ${wanted}, before anybody types a password (R-14)`, async ({ page, visit }) => {
    await visit({ redirect_uri: wanted });
    const start = page.url();
    await allTold(page);
    const elsewhere = asked(page, (request) => request.isNavigationRequest() && request.url());
    await expect(page.getByRole("alert").filter({ hasText: "redirect" })).toBeVisible();
    await page.waitForTimeout(300);
    await expect(page.locator("input")).toHaveCount(0);
    await expect(page.locator("[part=qr], [role=tab]")).toHaveCount(0);
    expect(page.url()).toBe(start);
    await allTold(page);
    expect(elsewhere).toEqual([]);
  });
}

test("a server that cannot be asked for its redirect URIs is told by the box, not taken for a forbidden one", async ({ page, target, visit, complaints }) => {
  complaints.allowed.push(/public-config$/);
  await page.route("**/public-config", (route) => route.abort());
  await visit({ redirect_uri: target });
  await expect(page.locator(".page > .guard-scope")).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "redirect" })).toHaveCount(0);
});

test("without a redirect_uri it continues to the server's start page", async ({ page, server, visit }) => {
  const widget = await visit({});
  await widget.logIn();
  await page.waitForURL(`${server.url}/`);
});

test("speaks the language of the query", async ({ visit }) => {
  const widget = await visit({ lang: "zh-CN" });
  await expect(widget.submit).toHaveText("登录");
});

test("cannot be framed by another site (R-8)", async ({ server }) => {
  const { headers } = await fetch(`${server.url}/login?app_id=demo`);
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
});
