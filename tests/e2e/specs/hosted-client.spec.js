// `guard-widget/hosted` on a page of another origin, by redirect and popup: what a site sees when all is well, and when
// it is not. The login server is a stand-in, which can be made to answer wrongly.
import { Provider } from "../support/provider.js";
import { Shop, pageOf } from "../support/shop.js";
import { expect, test as base } from "../support/test.js";

const test = base.extend({
  provider: async ({}, use) => {
    const provider = await Provider.start();
    await use(provider);
    await provider.stop();
  },

  shop: async ({ provider }, use) => {
    const shop = await Shop.start();
    shop.site = { host: provider.url, appId: "shop", redirectUri: `${shop.url}/`, scope: "openid profile offline_access" };
    shop.page = pageOf(shop.site, { state: { from: "/cart" }, loginHint: "lin" });
    await use(shop);
    await shop.stop();
  },

  /** Opens the shop, and waits for its script. */
  visit: async ({ page, shop }, use) => {
    await use(async (path = "/") => {
      await page.goto(`${shop.url}${path}`);
      await page.waitForFunction(() => globalThis.isIdle || globalThis.outcome);
    });
  },
});

const outcome = async (page) => {
  await page.waitForFunction(() => globalThis.outcome);
  return page.evaluate(() => globalThis.outcome);
};

const refused = (code) => ({ error: { name: "HostedError", code, message: expect.stringMatching(/.{20}/) } });

const LOGIN = {
  login: {
    user: expect.objectContaining({ sub: "u1", nickname: "林晓" }),
    idToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    accessToken: "access",
    refreshToken: "refresh",
    expiresIn: 3600,
    state: { from: "/cart" },
  },
};

/** Clicks, and has the popup that opens. */
const openPopup = async (page) => {
  const [popup] = await Promise.all([page.waitForEvent("popup"), page.locator("#popup").click()]);
  return popup;
};

/** Lets a page say how often it has seen the login server's page in its popup. */
const watchLooks = (page) =>
  page.addInitScript(() => {
    const { open, setInterval } = globalThis;
    let popup;
    const isElsewhere = () => {
      try {
        return popup?.location.href !== "about:blank";
      } catch {
        return true;
      }
    };
    globalThis.looks = 0;
    globalThis.open = (...values) => (popup = open(...values));
    globalThis.setInterval = (look, ms) =>
      setInterval(() => {
        const was = isElsewhere();
        look();
        globalThis.looks += Number(was);
      }, ms);
  });

/** All that the browser keeps for the page. */
const kept = (page) => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]));

const NOTHING = '[{},{},""]';

test.describe("redirect", () => {
  test("leaves, comes back logged in, and leaves no trace", async ({ page, provider, shop, visit }) => {
    await visit();
    await page.locator("#redirect").click();
    await page.getByRole("link", { name: "Log in" }).click();
    await page.waitForURL(`${shop.url}/`);
    expect(await outcome(page)).toEqual(LOGIN);
    await expect.poll(() => page.evaluate(() => globalThis.addressAtOnce), "before anything else of the page runs").toBe(`${shop.url}/`);
    expect(await kept(page)).toBe(NOTHING);
    expect(provider.tokenRequests).toHaveLength(1);
    expect(provider.tokenRequests[0].cookie).toBe(undefined);

    await page.reload();
    await page.waitForFunction(() => globalThis.isIdle);
    expect(await page.evaluate(() => globalThis.outcome), "the answer counts once").toBe(undefined);
  });

  test("keeps the page's own query, fragment and state of the history", async ({ page, provider, shop, visit }) => {
    shop.page = pageOf({ ...shop.site, redirectUri: `${shop.url}/?view=all` });
    await visit("/?view=all");
    await page.locator("#redirect").click();
    await page.getByRole("link", { name: "Log in" }).click();
    await outcome(page);
    expect(page.url()).toBe(`${shop.url}/?view=all`);
    expect(provider.tokenRequests[0].redirect_uri).toBe(`${shop.url}/?view=all`);
  });

  test("two calls at once have the same login", async ({ page, shop, visit }) => {
    shop.page = shop.page.replace(/const handled = [\s\S]*?fail\);/, "globalThis.twice().then(([one, two]) => tell({ one, same: one === two }), fail).then(() => (globalThis.isIdle = true));");
    await visit();
    await page.locator("#redirect").click();
    await page.getByRole("link", { name: "Log in" }).click();
    await page.waitForFunction(() => globalThis.outcome?.login.one);
    await expect.poll(() => page.evaluate(() => globalThis.outcome.login.same)).toBe(true);
  });

  test("a cancelled login is `access_denied`", async ({ page, visit }) => {
    await visit();
    await page.locator("#redirect").click();
    await page.getByRole("link", { name: "Cancel" }).click();
    expect(await outcome(page)).toEqual(refused("access_denied"));
    expect(await kept(page)).toBe(NOTHING);
  });

  test("`prompt: none` without a session is `login_required`, without a word to the person", async ({ page, shop, visit }) => {
    shop.page = pageOf(shop.site, { prompt: "none" });
    await visit();
    await page.locator("#redirect").click();
    expect(await outcome(page)).toEqual(refused("login_required"));
  });

  test("an answer that nobody asked for is `wrong_state`, redeems nothing, and is out of the address", async ({ page, provider, shop, visit }) => {
    await visit("/?code=stolen&state=guessed&iss=x&tab=2");
    expect(await outcome(page)).toEqual(refused("wrong_state"));
    expect(page.url()).toBe(`${shop.url}/?tab=2`);
    expect(provider.tokenRequests).toEqual([]);
  });

  for (const [what, answer, code] of [
    ["another server", { iss: "https://evil.example/oidc" }, "wrong_issuer"],
    ["no server", { iss: "" }, "wrong_issuer"],
    ["a code of another login", { code: "another" }, "expired"],
  ]) {
    test(`an answer with ${what} is \`${code}\``, async ({ page, provider, visit, complaints }) => {
      complaints.allowed.push(/^Failed to load resource: /);
      provider.answer = answer;
      await visit();
      await page.locator("#redirect").click();
      await page.getByRole("link", { name: "Log in" }).click();
      expect(await outcome(page)).toEqual(refused(code));
      expect(await kept(page)).toBe(NOTHING);
      expect(provider.tokenRequests).toHaveLength(code === "expired" ? 1 : 0);
    });
  }

  test("a token with another nonce is `wrong_token`", async ({ page, provider, visit }) => {
    provider.claims = { nonce: "another" };
    await visit();
    await page.locator("#redirect").click();
    await page.getByRole("link", { name: "Log in" }).click();
    expect(await outcome(page)).toEqual(refused("wrong_token"));
  });

  test("a browser that keeps nothing is told before it leaves", async ({ page, shop, visit }) => {
    await page.addInitScript(() => Object.defineProperty(globalThis, "sessionStorage", { get: () => { throw new DOMException("no", "SecurityError"); } }));
    await visit();
    await page.locator("#redirect").click();
    expect(await outcome(page)).toEqual(refused("storage_blocked"));
    expect(page.url()).toBe(`${shop.url}/`);
  });
});

test.describe("popup", () => {
  test("logs in, closes, and keeps nothing", async ({ page, shop, visit }) => {
    await visit();
    const popup = await openPopup(page);
    const closed = popup.waitForEvent("close");
    await popup.getByRole("link", { name: "Log in" }).click();
    await closed;
    expect(await outcome(page)).toEqual(LOGIN);
    expect(await kept(page)).toBe(NOTHING);
    expect(shop.requests.filter((asked) => asked.includes("code=")), "the code went past the site's server").toEqual([]);
  });

  test("a cancelled login is `access_denied`, and the popup closes", async ({ page, visit }) => {
    await visit();
    const popup = await openPopup(page);
    const closed = popup.waitForEvent("close");
    await popup.getByRole("link", { name: "Cancel" }).click();
    await closed;
    expect(await outcome(page)).toEqual(refused("access_denied"));
  });

  test("a closed popup is `popup_closed`, and another try works", async ({ page, visit }) => {
    await watchLooks(page);
    await visit();
    const popup = await openPopup(page);
    // A moment is not enough: so long is a popup there that is about to be cut off.
    await page.waitForFunction(() => globalThis.looks >= 10);
    await popup.close();
    expect(await outcome(page)).toEqual(refused("popup_closed"));

    await page.evaluate(() => delete globalThis.outcome);
    const again = await openPopup(page);
    await again.getByRole("link", { name: "Log in" }).click();
    expect(await outcome(page)).toEqual(LOGIN);
  });

  test("a blocked popup is `popup_blocked`", async ({ page, provider, visit }) => {
    await page.addInitScript(() => (globalThis.open = () => null));
    await visit();
    await page.locator("#popup").click();
    expect(await outcome(page)).toEqual(refused("popup_blocked"));
    expect(provider.tokenRequests).toEqual([]);
  });

  test("is opened in the click itself", async ({ page, visit }) => {
    await visit();
    const isSync = page.evaluate(() => {
      let isOpen = false;
      const { open } = globalThis;
      globalThis.open = (...values) => ((isOpen = true), open(...values));
      document.querySelector("#popup").click();
      return isOpen;
    });
    expect(await isSync).toBe(true);
  });

  test("messages of others, and of another kind, change nothing", async ({ page, visit }) => {
    await visit();
    const popup = await openPopup(page);
    await popup.getByRole("link", { name: "Log in" }).waitFor();
    await page.evaluate(() => {
      postMessage({ type: "authorization_response", response: { error: "access_denied" } }, "*");
      const frame = document.body.appendChild(document.createElement("iframe"));
      const script = frame.contentDocument.createElement("script");
      script.text = `parent.postMessage({ type: "authorization_response", response: { code: "evil" } }, "*")`;
      frame.contentDocument.body.append(script);
    });
    await popup.evaluate(() => opener.postMessage({ type: "hello" }, "*"));
    await popup.getByRole("link", { name: "Log in" }).click();
    expect(await outcome(page)).toEqual(LOGIN);
  });

  test("a popup that was led elsewhere is `wrong_origin`", async ({ page, provider, visit }) => {
    const elsewhere = await Shop.start();
    elsewhere.page = `<script>opener.postMessage({ type: "authorization_response", response: { code: "evil" } }, "*")</script>`;
    await visit();
    const popup = await openPopup(page);
    await popup.getByRole("link", { name: "Log in" }).waitFor();
    await popup.evaluate((url) => void location.assign(url), elsewhere.url).catch(() => {});
    expect(await outcome(page)).toEqual(refused("wrong_origin"));
    expect(provider.tokenRequests).toEqual([]);
    await elsewhere.stop();
  });

  test("an answer with another state is `wrong_state`", async ({ page, provider, visit }) => {
    provider.answer = { state: "another" };
    await visit();
    const popup = await openPopup(page);
    await popup.getByRole("link", { name: "Log in" }).click();
    expect(await outcome(page)).toEqual(refused("wrong_state"));
  });

  test("works where the browser keeps nothing", async ({ page, visit }) => {
    await page.addInitScript(() => Object.defineProperty(globalThis, "sessionStorage", { get: () => { throw new DOMException("no", "SecurityError"); } }));
    await visit();
    const popup = await openPopup(page);
    await popup.getByRole("link", { name: "Log in" }).click();
    expect(await outcome(page)).toEqual(LOGIN);
  });

  test.describe("on a page whose Cross-Origin-Opener-Policy cuts its popups off", () => {
    test.beforeEach(({ shop }) => void (shop.headers = { "cross-origin-opener-policy": "same-origin" }));

    test("logs in: the popup comes back to the site, hands the answer over and closes", async ({ page, provider, visit }) => {
      await visit();
      const popup = await openPopup(page);
      await popup.getByRole("link", { name: "Log in" }).waitFor();
      expect(await popup.evaluate(() => opener), "it is cut off").toBe(null);
      const closed = popup.waitForEvent("close");
      await popup.getByRole("link", { name: "Log in" }).click();
      await closed;
      expect(await outcome(page)).toEqual(LOGIN);
      expect(provider.tokenRequests).toHaveLength(1);
      expect(await kept(page)).toBe(NOTHING);
    });

    test("logs in where the popup is there for a moment while it is cut off", async ({ page, visit }) => {
      await page.addInitScript(() => {
        const { open } = globalThis;
        globalThis.looks = 0;
        globalThis.open = (...values) => {
          const popup = open(...values);
          const elsewhere = { get href() { throw new DOMException("no", "SecurityError"); } };
          return {
            get closed() {
              return popup.closed && ++globalThis.looks > 5;
            },
            get location() {
              return popup.closed ? elsewhere : popup.location;
            },
            close: () => popup.close(),
          };
        };
      });
      await visit();
      const popup = await openPopup(page);
      await page.waitForFunction(() => globalThis.looks > 11);
      await popup.getByRole("link", { name: "Log in" }).click();
      expect(await outcome(page)).toEqual(LOGIN);
    });

    test("a person who comes back without the popup has closed it", async ({ page, visit }) => {
      await visit();
      const popup = await openPopup(page);
      await popup.getByRole("link", { name: "Log in" }).waitFor();
      await popup.close();
      // What a browser with windows of its own sends.
      await page.evaluate(() => dispatchEvent(new Event("focus")));
      expect(await outcome(page)).toEqual(refused("popup_closed"));
    });

    test("an answer that nobody waits for any more is told in the popup", async ({ page, visit }) => {
      await visit();
      const popup = await openPopup(page);
      await popup.getByRole("link", { name: "Log in" }).waitFor();
      await page.goto("about:blank");
      await popup.getByRole("link", { name: "Log in" }).click();
      expect(await outcome(popup)).toEqual(refused("wrong_state"));
    });
  });
});

test.describe("logout", () => {
  const logIn = async (page, visit) => {
    await visit();
    const popup = await openPopup(page);
    await popup.getByRole("link", { name: "Log in" }).click();
    return (await outcome(page)).login;
  };

  test("goes to the login server with the ID token in no address, and comes back", async ({ page, provider, shop, visit }) => {
    const { idToken } = await logIn(page, visit);
    const back = page.waitForEvent("load");
    await page.locator("#logout").click();
    await back;
    expect(page.url()).toBe(`${shop.url}/`);
    const fields = { client_id: "shop", post_logout_redirect_uri: `${shop.url}/`, id_token_hint: idToken };
    expect(provider.logouts).toEqual([{ ...fields, method: "POST", query: "" }]);
  });

  test("works where the page's policy lets no form go there, without the token", async ({ page, provider, shop, visit, complaints }) => {
    complaints.allowed.push(/form-action/);
    shop.headers = { "content-security-policy": "form-action 'self'" };
    await logIn(page, visit);
    const back = page.waitForEvent("load");
    await page.locator("#logout").click();
    await back;
    expect(provider.logouts).toMatchObject([{ method: "GET", client_id: "shop", post_logout_redirect_uri: `${shop.url}/` }]);
    expect(provider.logouts[0].id_token_hint).toBe(undefined);
  });
});
