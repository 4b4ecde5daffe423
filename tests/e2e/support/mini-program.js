// The whole loop: the code on the page, WeChat, and the phone that runs the real source of the mini program.
import { createRequire } from "node:module";
import { readable } from "./qr.js";
import { Server } from "./server.js";
import { test as base, expect } from "./test.js";
import { toml } from "./toml.js";
import { APP_ID, WeChat } from "./wechat.js";

export { expect };

const require = createRequire(import.meta.url);
const { FakePhone, codesOf } = require("../../fake-phone/phone.js");

/** The link that the codes of some applications are, or fall back to. */
export const LINK = "https://login.example.com/q/";

/** Where the hosted page continues to. */
export const TARGET = "https://shop.example.com/account";

/** The page that a code opens. */
const PAGE = "pages/confirm/confirm";

/** WeChat's scene values. */
export const ENTRY = { link: 1011, camera: 1047, longPress: 1048, album: 1049 };

/** Each application has the mini program with other keys of `[app.wechat]`, or other keys of its own. */
const APPS = {
  demo: { wechat: {}, redirect_uris: [TARGET] },
  strict: {
    wechat: {
      phone_number: "required",
      forwarded: "refuse",
      terms: [{ title: "Terms of service", url: "https://shop.shanlan.cn/terms" }],
    },
  },
  closed: { wechat: { login_only: true } },
  silent: { wechat: { phone_number: "off" } },
  link: { wechat: { visual: "link", link: LINK } },
  plain: { wechat: {}, extension: { allow_plain: true } },
};

/** The file of settings with the applications above. @param {WeChat} wechat */
const settingsFile = (wechat) => {
  const apps = Object.entries(APPS).map(([id, { wechat: keys, ...more }]) => {
    const own = { app_id: APP_ID, app_secret: wechat.appSecret, ...(keys.visual === "link" ? {} : { stock: 2 }), ...keys };
    const app = { id, name: "Shanlan", logo: "/demo/logo.svg", ...more, wechat: own };
    return `[[apps]]\n${Object.entries(app).map(([key, value]) => `${key} = ${toml(value)}\n`).join("")}`;
  });
  return [`wechat_api = "${wechat.url}"\n`, ...apps].join("\n");
};

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90"><path d="M1 1h7v7H1z"/></svg>';

let persons = 0;

/** Openid and number of somebody whom no other test knows. */
export const somebody = () => {
  persons += 1;
  const number = `139${String(process.pid % 1000).padStart(3, "0")}${String(persons).padStart(5, "0")}`;
  return { openid: `o${number}`, number };
};

export const test = base.extend({
  /** WeChat and a server with the applications above, for all tests of a worker that have no keys of their own. */
  shared: [
    async ({}, use) => {
      const wechat = await WeChat.start();
      const server = await Server.start({ GUARD_DEMO: "false" }, settingsFile(wechat));
      await use({ wechat, server });
      await server.remove();
      await wechat.stop();
    },
    { scope: "worker" },
  ],

  /** The logo is the site's own. */
  page: async ({ page }, use) => {
    await page.route("**/demo/logo.svg", (route) => route.fulfill({ contentType: "image/svg+xml", body: LOGO }));
    await use(page);
  },

  /** Keys of a server and a WeChat of the test's own, as `GUARD_…` environment variables. */
  keys: [null, { option: true }],

  wechat: async ({ keys, shared }, use) => {
    if (!keys) return use(shared.wechat);
    const wechat = await WeChat.start();
    await use(wechat);
    await wechat.stop();
  },

  server: async ({ keys, shared, wechat }, use) => {
    if (!keys) return use(shared.server);
    const server = await Server.start({ ...wechat.settings, ...keys });
    await use(server);
    await server.remove();
  },

  /** Somebody new to everybody, whom WeChat knows. */
  person: async ({ wechat }, use) => {
    const person = somebody();
    await wechat.control("people", person);
    await use(person);
  },

  /** Puts a phone into the hand of a person: `await hand(person)`. */
  hand: async ({ server, wechat }, use) => {
    const phones = [];
    await use((person) => {
      const phone = new FakePhone({ server: server.url, ...codesOf(wechat.url, person.openid) });
      phones.push(phone);
      return phone;
    });
    await Promise.all(phones.map((phone) => phone.close()));
  },
});

/**
 * The scene of WeChat's code on the page, read off a screenshot.
 * @param {import("@playwright/test").Page} page
 */
export const sceneOn = async (page) => {
  const opens = JSON.parse(await readable(page));
  expect(opens).toEqual({ page: PAGE, scene: expect.stringMatching(/^[\w-]{22}$/) });
  return opens.scene;
};

/**
 * A person holds a phone before the page.
 * @param {import("./widget.js").Widget} widget whose code is shown
 * @param {InstanceType<typeof FakePhone>} phone
 */
export const scan = async (widget, phone) => {
  await widget.pictureLoaded();
  await phone.open(await sceneOn(widget.element.page()));
};

/** The same scene without a look at the picture. @param {import("./widget.js").Widget} widget whose code is shown */
export const sceneOf = async (widget) => {
  await widget.image.waitFor();
  return new URL(await widget.image.evaluate((image) => image.src)).pathname.split("/").at(-1).replace(".png", "");
};

/**
 * Opens the box of an application, and its code on the phone; answers the box and the scene.
 * @param {(attributes: object) => Promise<import("./widget.js").Widget>} open
 * @param {InstanceType<typeof FakePhone>} phone
 * @param {{ app?: string, entry?: number }} how
 */
export const begin = async (open, phone, { app = "demo", entry = ENTRY.camera } = {}) => {
  const widget = await open({ "default-tab": "qr", "app-id": app });
  const scene = await sceneOf(widget);
  await phone.open(scene, { entry });
  return { widget, scene };
};

/** Waits for the number on the page, and chooses it on the phone. */
export const chooseNumber = async (widget, phone) => {
  await expect(widget.status("scanned")).toBeVisible();
  await phone.choose(await widget.number());
};

/**
 * A whole login of a person who shares the number.
 * @param {import("./widget.js").Widget} widget
 * @param {InstanceType<typeof FakePhone>} phone
 */
export const logIn = async (widget, phone) => {
  await scan(widget, phone);
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  await phone.until("Logged in");
};

/** What the server says of whoever has this token: its code, and the user. */
export const me = async (server, token, app = "demo") => {
  const headers = { authorization: `Bearer ${token}`, "x-authing-app-id": app };
  const response = await fetch(`${server.url}/api/v2/users/me`, { headers });
  const { code, data } = await response.json();
  return { code, user: data };
};

/** What is said of a person who shared their number. */
export const verified = ({ number }) => ({ phone: number, phoneCountryCode: "+86", phoneVerified: true });
