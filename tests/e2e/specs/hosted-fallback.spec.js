// `<guard-widget>` on a page that forbids WebAssembly: the login on the hosted page stands in, and comes back.
import { events } from "../support/events.js";
import { hostedLink } from "../support/hosted-link.js";
import { Provider } from "../support/provider.js";
import { Shop } from "../support/shop.js";
import { expect, test as base } from "../support/test.js";

const test = base.extend({
  provider: async ({}, use) => {
    const provider = await Provider.start();
    await use(provider);
    await provider.stop();
  },

  shop: async ({ provider, complaints }, use) => {
    complaints.allowed.push(/WebAssembly|wasm|Content Security Policy/i);
    const shop = await Shop.start();
    shop.headers = {
      "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ${provider.url}; require-trusted-types-for 'script'; trusted-types 'none'`,
    };
    shop.show = (attributes = "") => {
      shop.page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">
        <script type="module" src="/guard-widget/guard-widget.js"></script>
        <guard-widget app-id="shop" host="${provider.url}" ${attributes}></guard-widget>`;
    };
    shop.show();
    await use(shop);
    await shop.stop();
  },

  /** The link of the card. */
  hosted: async ({ page, widget }, use) => use(await hostedLink(page, widget)),
});

test("the login comes back to the page, which hears of it", async ({ page, provider, shop, hosted }) => {
  provider.redirectUris = [`${shop.url}/`];
  await page.goto(`${shop.url}/?from=cart`);
  await hosted.follow();
  await expect(page.getByRole("heading")).toHaveText("Log in to shop");
  await page.getByRole("link", { name: "Log in" }).click();
  await expect.poll(() => events(page, "guard-login").catch(() => [])).toMatchObject([
    { bubbles: false, detail: { method: "hosted", token: "access", idToken: expect.stringMatching(/\./), user: { nickname: "林晓" } } },
  ]);
  expect(page.url()).toBe(`${shop.url}/`);
  expect(await page.locator("guard-widget").evaluate((element) => element.getSession())).toMatchObject({ token: "access" });
});

test("a cancelled login is told, and the plain link is left", async ({ page, provider, shop, hosted }) => {
  provider.redirectUris = [`${shop.url}/`];
  await page.goto(shop.url);
  await hosted.follow();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect.poll(() => events(page, "guard-login-error").catch(() => [])).toMatchObject([{ detail: { method: "hosted", code: "access_denied" } }]);
  await expect(hosted.link).toHaveAttribute("href", `${provider.url}/login?app_id=shop`);
});

for (const [what, prepare] of [
  ["the application does not know the page", (provider, shop) => (provider.redirectUris = [`${shop.url}/other`])],
  ["the page continues elsewhere after a login", (provider, shop) => ((provider.redirectUris = [`${shop.url}/`]), shop.show('callback-url="/welcome"'))],
]) {
  test(`the link is the plain one where ${what}`, async ({ page, provider, shop, hosted }) => {
    prepare(provider, shop);
    await page.goto(shop.url);
    await hosted.follow({ plain: true });
    await page.waitForURL(`${provider.url}/login?app_id=shop`);
  });
}
