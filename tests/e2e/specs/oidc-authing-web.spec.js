// `@authing/web` from npm, as it is: each way to log in, from start to logout.
import { LOGIN, METHODS, SHOP, expect, test } from "../support/oidc.js";

test.use({ shopPage: "authing-web.html" });

const who = (page) => page.locator("#who");
const told = (page) => page.locator("#told");

/** Ways to the hosted page and back. */
const WAYS = {
  redirect: async (page, logIn) => {
    await page.locator("#redirect").click();
    await page.waitForURL(`${LOGIN}/**`);
    await logIn(page);
    await page.waitForURL(`${SHOP}/`);
  },
  popup: async (page, logIn) => {
    const opened = page.waitForEvent("popup");
    await page.locator("#popup").click();
    const popup = await opened;
    const closed = popup.waitForEvent("close");
    await logIn(popup);
    await closed;
  },
};

for (const [way, logInBy] of Object.entries(WAYS)) {
  for (const [method, logIn] of Object.entries(METHODS)) {
    test(`${way} with ${method}: silent login, user info, refresh, logout`, async ({ page, phone }) => {
      await page.goto(SHOP);
      await expect(who(page), "the silent login finds nobody").toHaveText("nobody");

      await logInBy(page, (login) => logIn(login, phone));
      await expect(who(page)).toHaveText("demo-lin");

      await page.locator("#info").click();
      await expect(told(page)).toContainText('"username":"lin"');
      await page.locator("#refresh").click();
      await expect(told(page)).toHaveText("accessToken,idToken,refreshToken");
      await page.locator("#info").click();
      await expect(told(page), "the refreshed token is good").toContainText('"username":"lin"');

      // All that this origin knows is gone: the silent login must ask the server.
      await page.evaluate(() => localStorage.clear());
      await page.goto(SHOP);
      await expect(who(page)).toHaveText("demo-lin");

      await page.locator("#logout").click();
      await expect(who(page)).toHaveText("nobody");
    });
  }
}
