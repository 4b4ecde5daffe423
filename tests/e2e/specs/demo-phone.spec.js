// The demo site with the drawn phone beside the box, as `cargo xtask demo --wechat` serves it: a newcomer lives through
// the whole loop in one page.
import { serve } from "../../../miniprogram/browser/serve.js";
import { freePort } from "../support/ports.js";
import { Server } from "../support/server.js";
import { allowFailedRequests, test as base, expect } from "../support/test.js";
import { WeChat } from "../support/wechat.js";
import { Widget } from "../support/widget.js";

const OPENID = "oDemo";

const test = base.extend({
  wechat: async ({}, use) => {
    const wechat = await WeChat.start();
    await wechat.control("people", { openid: OPENID, number: "13800138000" });
    await use(wechat);
    await wechat.stop();
  },
  more: [{}, { option: true }],
  server: async ({ wechat, more }, use) => {
    // Each must know the other's address.
    const port = await freePort();
    const server = await Server.start({ ...wechat.settings, GUARD_DEMO_PHONE: `http://127.0.0.1:${port}`, ...more });
    const phone = await serve({ port, server: server.url, wechat: wechat.url, openid: OPENID });
    await use(server);
    await phone.stop();
    await server.remove();
  },
  /** The phone on the demo's page, and its buttons. */
  drawn: async ({ page, server }, use) => {
    await page.goto(`${server.url}/?lang=en-US`);
    const frame = page.getByTestId("phone").frameLocator("iframe");
    const button = (name) => frame.getByRole("button", { name, exact: true });
    await button("Scan").waitFor();
    await page.locator("guard-widget").getByRole("tab").first().waitFor();
    await use({ frame, button, hold: page.getByTestId("hold") });
  },
});

/** Agrees on the phone, with the number that the box shows. */
const agree = async (page, { frame, button }) => {
  const number = await new Widget(page.locator("guard-widget")).number();
  await frame.getByRole("radio", { name: `Number ${number}` }).click();
  await button("Confirm").click();
};

test("the phone is held before the code, agrees with its number, and ends the login again", async ({ page, drawn, complaints }) => {
  await drawn.hold.click();
  await expect(drawn.frame.getByRole("heading", { name: "Log in to Shanlan on a computer?" })).toBeVisible();
  await agree(page, drawn);
  await drawn.button("Allow").click();
  await expect(page.getByTestId("welcome")).toContainText("13800138000");
  await expect(drawn.frame.getByRole("heading", { name: "Logged in" })).toBeVisible();
  // The page asks until the server says no.
  allowFailedRequests(complaints);
  await drawn.button("Log out this computer").click();
  await expect(page.getByTestId("welcome")).toBeHidden();
  // Known by now, and still without a name: an id is none.
  await drawn.hold.click();
  await expect(page.locator("guard-widget").getByText("WeChat user")).toBeVisible();
});

test("the phone's own camera sees the picture that the box shows", async ({ drawn }) => {
  await drawn.button("Scan").click();
  await expect(drawn.frame.getByRole("heading", { name: "Log in to Shanlan on a computer?" })).toBeVisible();
  await drawn.button("Decline").click();
  await expect(drawn.frame.getByRole("heading", { name: "Declined" })).toBeVisible();
});

test("where there is no code the page says so", async ({ page, drawn }) => {
  await drawn.hold.click();
  await expect(drawn.frame.getByRole("radio").first()).toBeVisible();
  await drawn.hold.click();
  await expect(page.getByRole("status").filter({ hasText: "no code" })).toBeVisible();
});

test.describe("with codes of a link", () => {
  test.use({ more: { GUARD_APP_WECHAT_VISUAL: "link", GUARD_APP_WECHAT_LINK: "https://login.example.com/q/" } });

  test("the phone reads what the box has drawn", async ({ drawn }) => {
    await drawn.hold.click();
    await expect(drawn.frame.getByRole("heading", { name: "Log in to Shanlan on a computer?" })).toBeVisible();
  });
});

for (const width of [320, 860, 1000, 1280, 1920]) {
  test(`nothing sticks out at ${width} px, in both languages and themes`, async ({ page, server, drawn }) => {
    for (const query of ["lang=en-US&theme=light", "lang=zh-CN&theme=dark"]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${server.url}/?${query}`);
      await drawn.frame.locator("#scan").waitFor();
      const [wide, visible] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(wide, query).toBeLessThanOrEqual(visible);
      const [inner, frame] = await drawn.frame.locator("html").evaluate((html) => [html.scrollWidth, html.clientWidth]);
      expect(inner, `${query}: the phone in its frame`).toBeLessThanOrEqual(frame);
      await expect(drawn.frame.locator("html")).toHaveCSS("color-scheme", query.split("theme=")[1]);
    }
  });
}

test("no page of another machine is round the phone, to tell it what its camera sees", async ({ page, server, complaints }) => {
  const refused = /^Framing .* violates .*frame-ancestors/;
  allowFailedRequests(complaints);
  complaints.allowed.push(refused);
  await page.goto(server.url.replace("127.0.0.1", "other.localhost"));
  await page.getByTestId("phone").locator("iframe").waitFor();
  await expect.poll(() => complaints.all.some((text) => refused.test(text)), "the phone is not there").toBe(true);
});

test.describe("without a phone", () => {
  test.use({ server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.remove();
  } });

  test("the demo is as ever", async ({ page, server }) => {
    await page.goto(server.url);
    await expect(page.locator("guard-widget")).toBeVisible();
    await expect(page.getByTestId("phone")).toBeHidden();
    await expect(page.locator("iframe")).toHaveCount(0);
  });
});
