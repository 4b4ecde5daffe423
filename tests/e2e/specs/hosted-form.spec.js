// The page of a hosted login where something is missing: scripts, wasm, cookies, or the rest of the page for a while.
import { focused } from "../support/focus.js";
import { hold } from "../support/hold.js";
import { settingsFile } from "../support/oidc.js";
import { Server } from "../support/server.js";
import { Shop } from "../support/shop.js";
import { allowFailedRequests, expect, test as base } from "../support/test.js";
import { Widget } from "../support/widget.js";

const SCRIPT = "**/dist/guard-widget.js";

const test = base.extend({
  shop: async ({}, use) => {
    const shop = await Shop.start();
    shop.page = '<!doctype html><link rel="icon" href="data:,"><title>Back</title>';
    await use(shop);
    await shop.stop();
  },

  server: async ({ shop }, use) => {
    const server = await Server.start({}, settingsFile([`${shop.url}/`], {}));
    await use(server);
    await server.remove();
  },

  /** Sends the browser to the login, as the application does. */
  begin: async ({ page, server, shop }, use) => {
    await use(async (more = {}) => {
      const asked = {
        ...{ client_id: "demo", response_type: "code", scope: "openid", redirect_uri: `${shop.url}/`, state: "s1" },
        ...{ code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256", ui_locales: "en" },
      };
      await page.goto(`${server.url}/oidc/auth?${new URLSearchParams({ ...asked, ...more })}`);
    });
  },

  /** Waits until the browser is back at the application, with a code. */
  back: async ({ page, shop }, use) => {
    await use(async () => {
      await page.waitForURL((url) => url.origin === shop.url);
      const answer = Object.fromEntries(new URL(page.url()).searchParams);
      expect(answer).toEqual({ code: expect.stringMatching(/^[\w-]{43}$/), state: "s1", iss: expect.stringMatching(/\/oidc$/) });
    });
  },
});

const account = (page) => page.locator("#account");
const password = (page) => page.locator("#password");
const submit = (page) => page.getByRole("button", { name: "Log in", exact: true });

const logIn = async (page, secret = "shanlan-tea-2026") => {
  await account(page).fill("lin");
  await password(page).fill(secret);
  await submit(page).click();
};

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a wrong password is told, the account stays, and the right one leads back", async ({ page, begin, back, complaints }) => {
    allowFailedRequests(complaints);
    await begin();
    await logIn(page, "wrong");
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(account(page)).toHaveValue("lin");
    await expect(password(page)).toHaveValue("");
    await logIn(page);
    await back();
  });

  test("who is logged in may continue, take another account, or cancel", async ({ page, shop, begin, back }) => {
    await begin();
    await logIn(page);
    await back();
    await begin({ prompt: "select_account" });
    await page.getByRole("button", { name: "Continue as 林晓" }).click();
    await back();
    await begin({ prompt: "select_account" });
    await page.getByRole("button", { name: "Use another account" }).click();
    await account(page).fill("chen");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.waitForURL((url) => url.origin === shop.url);
    expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
  });

  test("in the language that the person chooses", async ({ page, begin, back }) => {
    await begin();
    await page.getByRole("link", { name: "中文" }).click();
    await expect(page.getByRole("heading")).toHaveText("登录 Shanlan");
    await account(page).fill("lin");
    await password(page).fill("shanlan-tea-2026");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await back();
  });
});

/** Tells a page's script that the widget has come and gone again. */
const watchWidget = (page) =>
  page.addInitScript(() => {
    let hasCome = false;
    new MutationObserver(() => {
      const isThere = !!document.querySelector("guard-widget");
      globalThis.hasGone = hasCome && !isThere;
      hasCome ||= isThere;
    }).observe(document, { childList: true, subtree: true });
  });

const hasGone = (page) => page.waitForFunction(() => globalThis.hasGone);

for (const [what, prepare, isOver] of [
  ["the browser knows no WebAssembly", (page) => page.addInitScript(() => delete globalThis.WebAssembly), hasGone],
  ["the module cannot be had", (page) => page.route("**/*.wasm", (route) => route.abort()), hasGone],
  [
    "the package cannot be had",
    (page) => page.route(SCRIPT, (route) => route.abort()),
    (_, complaints) => expect.poll(() => complaints.all.length).toBeGreaterThan(0),
  ],
]) {
  test(`where ${what} the form logs in`, async ({ page, begin, back, complaints }) => {
    complaints.allowed.push(/Failed to load resource|guard-widget|WebAssembly|dynamically imported/);
    await watchWidget(page);
    await prepare(page);
    await begin();
    await isOver(page, complaints);
    await expect(page.locator("guard-widget")).toHaveCount(0);
    await expect(submit(page)).toBeVisible();
    await logIn(page);
    await back();
  });
}

test("without cookies the page says so, and goes on once there are some", async ({ page, context, begin, back, complaints }) => {
  allowFailedRequests(complaints);
  await begin();
  await context.clearCookies();
  await page.reload();
  await expect(page.getByRole("heading")).toHaveText("Your browser keeps no cookies here");
  await expect(page.locator("form")).toHaveCount(0);
  await begin();
  await new Widget(page.locator("guard-widget")).qrTab.waitFor();
  await new Widget(page.locator("guard-widget")).logIn();
  await back();
});

test("what is typed before the widget is there is kept, and the focus", async ({ page, begin, back }) => {
  const go = await hold(page, SCRIPT);
  await begin();
  await account(page).click();
  await page.keyboard.type("lin");
  await page.keyboard.press("Tab");
  await page.keyboard.type("shanlan-tea");
  go();
  const widget = new Widget(page.locator("guard-widget"));
  await widget.qrTab.waitFor();
  await expect(widget.account).toHaveValue("lin");
  await expect(widget.password).toHaveValue("shanlan-tea");
  await expect.poll(() => focused(page)).toBe("password");
  await page.keyboard.type("-2026");
  await page.keyboard.press("Enter");
  await back();
});

test("a login hint is in the widget, too", async ({ page, begin }) => {
  await begin({ login_hint: "chen" });
  const widget = new Widget(page.locator("guard-widget"));
  await widget.qrTab.waitFor();
  await expect(widget.account).toHaveValue("chen");
});
