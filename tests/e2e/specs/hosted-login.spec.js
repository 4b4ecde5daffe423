// `guard-widget/hosted` against the real server, from a site of another origin.
import { events } from "../support/events.js";
import { hostedLink } from "../support/hosted-link.js";
import { Server } from "../support/server.js";
import { Shop, pageOf } from "../support/shop.js";
import { expect, test as base } from "../support/test.js";
import { Widget } from "../support/widget.js";

const test = base.extend({
  shop: async ({}, use) => {
    const shop = await Shop.start();
    await use(shop);
    await shop.stop();
  },

  server: async ({ shop }, use) => {
    // The demo's users; the site is the only one that the application knows.
    const uris = JSON.stringify([`${shop.url}/`]);
    const file = `[app]\nid = "demo"\nname = "Shanlan"\nredirect_uris = ${uris}\n[app.oidc]\npost_logout_redirect_uris = ${uris}\n`;
    const server = await Server.start({}, file);
    shop.site = { host: server.url, appId: "demo", redirectUri: `${shop.url}/`, scope: "openid profile offline_access" };
    shop.page = pageOf(shop.site, { state: { from: "/cart" } });
    await use(server);
    await server.remove();
  },

  visit: async ({ page, shop, server: _ }, use) => {
    await use(async () => {
      await page.goto(shop.url);
      await page.waitForFunction(() => globalThis.isIdle || globalThis.outcome);
    });
  },
});

/** Logs in on the hosted page, in the widget that has taken the form's place. */
const logIn = async (page) => {
  const widget = new Widget(page.locator("guard-widget"));
  await widget.element.getByRole("heading").waitFor();
  await widget.logIn();
};

const popupOf = async (page, button) => (await Promise.all([page.waitForEvent("popup"), page.locator(button).click()]))[0];

const outcome = async (page) => {
  await page.waitForFunction(() => globalThis.outcome);
  return page.evaluate(() => globalThis.outcome);
};

const LOGIN = {
  login: {
    user: expect.objectContaining({ sub: "demo-lin", nickname: "林晓", aud: "demo" }),
    idToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    accessToken: expect.stringMatching(/.{20}/),
    refreshToken: expect.stringMatching(/.{20}/),
    expiresIn: 3600,
    state: { from: "/cart" },
  },
};

test("by redirect: logged in, nothing in the address or the storage, and no password the second time", async ({ page, shop, visit }) => {
  await visit();
  await page.locator("#redirect").click();
  await logIn(page);
  await page.waitForURL(`${shop.url}/`);
  expect(await outcome(page)).toEqual(LOGIN);
  expect(await page.evaluate(() => [Object.keys(sessionStorage), Object.keys(localStorage)])).toEqual([[], []]);

  shop.page = pageOf(shop.site, { state: { from: "/cart" }, prompt: "none" });
  await visit();
  await page.locator("#redirect").click();
  expect(await outcome(page)).toEqual(LOGIN);
});

for (const [what, headers] of [["", {}], [", also from a page that cuts its popups off", { "cross-origin-opener-policy": "same-origin" }]]) {
  test(`by popup: logged in, and the popup closes${what}`, async ({ page, shop, visit }) => {
    shop.headers = headers;
    await visit();
    const popup = await popupOf(page, "#popup");
    const closed = popup.waitForEvent("close");
    await logIn(popup);
    await closed;
    expect(await outcome(page)).toEqual(LOGIN);
  });
}

test("a cancelled login is `access_denied`, and nobody logged in is `login_required`", async ({ page, shop, visit }) => {
  await visit();
  const popup = await popupOf(page, "#popup");
  await popup.getByRole("button", { name: "Cancel" }).click();
  expect((await outcome(page)).error.code).toBe("access_denied");

  shop.page = pageOf(shop.site, { prompt: "none" });
  await visit();
  await page.locator("#redirect").click();
  expect((await outcome(page)).error.code).toBe("login_required");
});

test("logged out at the site is logged out at the server", async ({ page, shop, visit }) => {
  await visit();
  await page.locator("#redirect").click();
  await logIn(page);
  await outcome(page);
  const back = page.waitForURL(`${shop.url}/`);
  await page.locator("#logout").click();
  await back;
  await page.waitForFunction(() => globalThis.isIdle && !globalThis.outcome);

  shop.page = pageOf(shop.site, { prompt: "none" });
  await visit();
  await page.locator("#redirect").click();
  expect((await outcome(page)).error.code).toBe("login_required");
});

/** A tab that is logged in by the session of the browser. */
const another = async (context, shop, url = shop.url) => {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => globalThis.isIdle);
  await page.locator("#redirect").click();
  await page.waitForFunction(() => globalThis.outcome?.login);
  return page;
};

const endedIn = (page) => page.evaluate(() => globalThis.ended);

test("a logout in one tab reaches the other tabs of the site, once", async ({ page, context, shop, visit }) => {
  await visit();
  await page.locator("#redirect").click();
  await logIn(page);
  await outcome(page);
  const others = [await another(context, shop), await another(context, shop)];
  const back = page.waitForURL(`${shop.url}/`);
  await page.locator("#logout").click();
  await back;
  await page.waitForFunction(() => globalThis.isIdle && !globalThis.outcome);
  for (const other of others) await expect.poll(() => endedIn(other)).toBe(1);
  expect(await endedIn(page)).toBeUndefined();
});

test("a logout that the person takes back ends nothing, and one at the server is seen by who comes back to the tab", async ({ page, context, server, shop, visit }) => {
  await visit();
  await page.locator("#redirect").click();
  await logIn(page);
  await outcome(page);
  const asked = [];
  const other = await another(context, shop);
  other.on("response", (response) => response.url().endsWith("/oidc/me") && asked.push(response.status()));

  // Without a token the server asks first.
  await page.evaluate(() => delete globalThis.outcome.login.idToken);
  await page.locator("#logout").click();
  await page.getByRole("button", { name: "Stay logged in" }).click();
  await expect.poll(() => asked).toContain(200);
  expect(await endedIn(other)).toBeUndefined();

  // Somewhere else, of which the site hears nothing.
  await page.goto(`${server.url}/oidc/session/end`);
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByRole("heading")).toHaveText("You are logged out");
  await other.evaluate(() => dispatchEvent(new Event("focus")));
  await expect.poll(() => endedIn(other)).toBe(1);
});

test("a server that cannot be reached, and a token that has run out, end nothing", async ({ page, shop, visit, complaints }) => {
  complaints.allowed.push(/Failed to load resource/);
  await visit();
  await page.locator("#redirect").click();
  await logIn(page);
  await outcome(page);
  const gone = [];
  await page.route("**/oidc/me", (route) => {
    gone.push(route.request().url());
    return gone.length === 1 ? route.abort() : route.fulfill({ status: 503, headers: { "access-control-allow-origin": shop.url } });
  });
  // Until the page has its answer it asks for no other.
  await page.evaluate(() => {
    const { fetch } = globalThis;
    globalThis.answered = 0;
    globalThis.fetch = (...all) => fetch(...all).finally(() => globalThis.answered++);
  });
  for (const times of [1, 2]) {
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await expect.poll(() => page.evaluate(() => globalThis.answered)).toBe(times);
    expect(gone).toHaveLength(times);
  }
  expect(await endedIn(page)).toBeUndefined();
  await page.unroute("**/oidc/me");

  // Of a login that is over by the clock nothing is asked any more: a 401 says nothing new.
  const answered = page.waitForResponse("**/oidc/me");
  await page.evaluate(async (site) => {
    const { watchLogin } = await import("/guard-widget/hosted.js");
    globalThis.old = 0;
    watchLogin(site, { accessToken: "gone", expiresIn: 0 }, () => globalThis.old++);
    dispatchEvent(new Event("focus"));
  }, shop.site);
  // The page's own login asks at the same moment.
  await answered;
  await expect.poll(() => page.evaluate(() => globalThis.answered)).toBe(3);
  expect(await page.evaluate(() => globalThis.old)).toBe(0);
});

test("`<guard-widget>` on a page without wasm: the hosted login comes back to the page", async ({ page, server, shop, widget, complaints }) => {
  complaints.allowed.push(/WebAssembly|wasm|Content Security Policy/i);
  shop.headers = { "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ${server.url}` };
  shop.page = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/guard-widget/guard-widget.js"></script>
    <guard-widget app-id="demo" host="${server.url}" lang="en"></guard-widget>`;
  const { follow } = await hostedLink(page, widget);
  await page.goto(shop.url);
  await follow();
  await logIn(page);
  await expect.poll(() => events(page, "guard-login").catch(() => [])).toMatchObject([{ detail: { method: "hosted", user: { nickname: "林晓" } } }]);
  expect(page.url()).toBe(`${shop.url}/`);
});
