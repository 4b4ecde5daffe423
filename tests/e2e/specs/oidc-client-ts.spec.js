// `oidc-client-ts` from npm, as it is: each way to log in, renewal with and without a refresh token, logout.
import { allTold } from "../support/asked.js";
import { LOGIN, METHODS, SHOP, expect, test } from "../support/oidc.js";

test.use({ shopPage: "oidc-client-ts.html" });

const who = (page) => page.locator("#who");
const told = (page) => page.locator("#told");

/** Ways to the hosted page and back. */
const WAYS = {
  redirect: async (page, logIn) => {
    await page.locator("#redirect").click();
    await page.waitForURL(`${LOGIN}/**`);
    await logIn(page);
    await page.waitForURL(`${SHOP}/`);
    await expect(told(page), "what the site gave on the way").toHaveText('{"basket":7}');
  },
  popup: async (page, logIn) => {
    const opened = page.waitForEvent("popup");
    await page.locator("#popup").click();
    const popup = await opened;
    const closed = popup.waitForEvent("close");
    await popup.waitForURL(`${LOGIN}/**`);
    await logIn(popup);
    await closed;
  },
};

/** Ways out, after which the server knows nobody. */
const OUT = {
  redirect: async (page) => {
    await page.locator("#logout").click();
    await expect(who(page)).toHaveText("nobody");
  },
  popup: async (page) => {
    const opened = page.waitForEvent("popup");
    await page.locator("#logout-popup").click();
    const popup = await opened;
    await expect.poll(() => popup.isClosed()).toBe(true);
    await expect(who(page)).toHaveText("nobody");
  },
};

/** Counts the requests of the page and its frames that match. */
const count = (page, matches) => {
  const counted = { now: 0 };
  page.on("request", (request) => (counted.now += Number(matches(request))));
  return counted;
};

for (const [way, logInBy] of Object.entries(WAYS)) {
  for (const [method, logIn] of Object.entries(METHODS)) {
    test(`${way} with ${method}: user info, silent renewal by refresh token, logout`, async ({ page, phone }) => {
      const framed = count(page, (request) => request.url().includes("prompt=none"));
      await page.goto(`${SHOP}/`);
      await expect(who(page)).toHaveText("nobody");
      await logInBy(page, (login) => logIn(login, phone));
      await expect(who(page)).toHaveText("demo-lin lin");

      await page.goto(`${SHOP}/?renew=3599`);
      await expect(page.locator("#renewed"), "how often it renewed itself").not.toHaveText("0");
      await allTold(page);
      expect(framed.now, "with the refresh token alone").toBe(0);

      // Without the timers of the library.
      await page.goto(`${SHOP}/`);
      await OUT[way](page);

      await page.locator("#silent").click();
      await expect(told(page)).toContainText("login_required");
    });
  }
}

test("without a refresh token the renewal asks the server in a frame, and the person sees nothing", async ({ page }) => {
  await page.goto(`${SHOP}/?scope=openid%20profile`);
  await page.locator("#redirect").click();
  await METHODS.password(page);
  await expect(who(page)).toHaveText("demo-lin lin");

  const framed = count(page, (request) => request.url().includes("prompt=none"));
  await page.goto(`${SHOP}/?scope=openid%20profile&renew=3599`);
  await expect(page.locator("#renewed")).not.toHaveText("0");
  await expect.poll(() => framed.now).toBeGreaterThan(0);
  await expect(told(page)).toHaveText("");
});
