// The code of a mini program on the page, made by the fake WeChat, whose picture can be read off a screenshot. The demo's
// phone page stands in for the mini program.
import { events } from "../support/events.js";
import { NOTHING, read, readable } from "../support/qr.js";
import { Server } from "../support/server.js";
import { test as base, expect } from "../support/test.js";
import { WeChat } from "../support/wechat.js";

const LINK = "https://login.example.com/q/";

const test = base.extend({
  wechat: async ({}, use) => {
    const wechat = await WeChat.start();
    await use(wechat);
    await wechat.stop();
  },
  more: [{}, { option: true }],
  server: async ({ wechat, more }, use) => {
    const server = await Server.start({ ...wechat.settings, ...more });
    await use(server);
    await server.remove();
  },
});

test("WeChat's code with the logo in its centre is read off the screen, and the whole login works", async ({ page, server, open, phone }) => {
  const widget = await open({ "default-tab": "qr" });
  await widget.pictureLoaded();
  await expect(widget.code).toHaveCount(0);
  const { scene, page: opened } = JSON.parse(await readable(page));
  expect(opened).toBe("pages/confirm/confirm");
  expect(scene).toMatch(/^[\w-]{22}$/);

  const logo = widget.element.locator(".guard-image-logo");
  await logo.evaluate((image) => image.decode());
  const [round, whole] = [await logo.boundingBox(), await widget.image.boundingBox()];
  expect(Math.abs(round.width - whole.width / 2.4), "as large as the round centre").toBeLessThan(1);
  expect(Math.abs(round.x + round.width / 2 - whole.x - whole.width / 2), "in the centre").toBeLessThan(1);
  expect(Math.abs(round.y + round.height / 2 - whole.y - whole.height / 2), "in the centre").toBeLessThan(1);

  const scan = await phone(`${server.url}/m/${scene}`);
  await expect(widget.status("scanned")).toBeVisible();
  await expect(widget.image).toHaveCount(0);
  await expect(logo).toHaveCount(0);
  expect(await read(page), "no decoder reads anything").toEqual(NOTHING);
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(async () => (await events(page, "guard-login"))[0]?.detail).toMatchObject({ method: "qr", user: { username: "lin" } });
});

test("a refreshed code is another picture", async ({ page, server, open, phone }) => {
  const widget = await open({ "default-tab": "qr" });
  await widget.pictureLoaded();
  const { scene } = JSON.parse(await readable(page));
  const scan = await phone(`${server.url}/m/${scene}`);
  await scan.decline();
  await expect(widget.status("cancelled")).toBeVisible();
  await widget.refresh.click();
  await widget.pictureLoaded();
  expect(JSON.parse(await readable(page)).scene).not.toBe(scene);
});

test.describe("with codes that soon end", () => {
  test.use({ more: { GUARD_QR_TTL_S: "5" } });

  test("an expired code is followed by another picture", async ({ page, open }) => {
    const widget = await open({ "default-tab": "qr" });
    await widget.pictureLoaded();
    const first = JSON.parse(await readable(page)).scene;
    // A slow reader has the next one before it, and so on.
    await expect.poll(async () => JSON.parse((await read(page)).rqrr)?.scene).toMatch(new RegExp(`^(?!${first})[\\w-]{22}$`));
  });
});

test.describe("without a stock, with a link", () => {
  test.use({ more: { GUARD_APP_WECHAT_STOCK: "0", GUARD_APP_WECHAT_LINK: LINK } });

  test("while WeChat is away the code is one of the link, and then WeChat's again", async ({ page, server, wechat, open, phone }) => {
    await wechat.setAway(true);
    const widget = await open({ "default-tab": "qr" });
    await widget.code.waitFor();
    const text = await readable(page);
    expect(text).toMatch(new RegExp(`^${LINK}[\\w-]{22}$`));
    await wechat.setAway(false);
    const scan = await phone(`${server.url}/m/${text.slice(LINK.length)}`);
    await scan.decline();
    await widget.refresh.click();
    await widget.pictureLoaded();
    expect(JSON.parse(await readable(page)).page).toBe("pages/confirm/confirm");
  });
});

test.describe("with a link alone", () => {
  test.use({ more: { GUARD_APP_WECHAT_VISUAL: "link", GUARD_APP_WECHAT_LINK: LINK } });

  test("the code is one of the link, and the whole login works", async ({ page, server, open, phone }) => {
    const widget = await open({ "default-tab": "qr" });
    await widget.code.waitFor();
    const scan = await phone(`${server.url}/m/${(await readable(page)).slice(LINK.length)}`);
    await scan.confirm(await widget.number());
    await expect(widget.status("success")).toBeVisible();
  });
});
