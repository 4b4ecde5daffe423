// Pictures of the box in three states, and whether two pictures are the same.
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { openHost } from "./hosts.js";
import { test as base, expect } from "./test.js";
import { Widget } from "./widget.js";

/** How far two colours may lie apart, from 0 to 1: as much as the smoothing of one glyph's edge. */
const THRESHOLD = 0.06;

/** How many pixels of a whole card may differ. */
const MAY_DIFFER = 12;

/** As long as a code of the server, so that its drawing has as many modules. */
const CODE = "http://127.0.0.1:40000/m/AAAAAAAAAAAAAAAAAAAAAA";

/**
 * Makes the answers that differ from one time to the next the same: the text of a code, and the attempts left.
 * @param {import("@playwright/test").Page} page
 * @returns {Promise<() => string>} tells the true text of the last code that the page has waited for, for a phone
 */
export const sameAnswers = async (page) => {
  // A box may have given one up whose answer comes after that to its next.
  const codes = [];
  await page.route("**/api/v2/qrcode/gene", async (route) => {
    const code = {};
    codes.push(code);
    const response = await route.fetch();
    const reply = await response.json();
    code.text = reply.data.text;
    reply.data.text = CODE;
    await route.fulfill({ response, json: reply });
  });
  await page.route("**/api/v2/login/account", async (route) => {
    const response = await route.fetch();
    const reply = await response.json();
    if (reply.data?.remainCount) reply.data.remainCount = 7;
    await route.fulfill({ response, json: reply });
  });
  return () => codes.at(-1).text;
};

/**
 * A picture of the card as it stands, with no pointer over it.
 * @param {import("@playwright/test").Page} page
 * @param {import("./widget.js").Widget} widget
 */
const take = async (page, widget) => {
  await page.mouse.move(999, 1);
  // The corners of the card are round: what shines through there is the page's.
  await widget.element.evaluate((element) => element.style.setProperty("background", "#fff", "important"));
  // Logos come when they like.
  await widget.element.evaluate(async (element) => {
    const pictures = [...(element.shadowRoot ?? element).querySelectorAll("img, image")];
    const loaded = (src) => Object.assign(new Image(), { src }).decode();
    await Promise.all(pictures.map((one) => loaded(one.currentSrc || one.href?.baseVal || one.src)));
  });
  return widget.element.locator("[part=base]").screenshot({ animations: "disabled" });
};

/**
 * Pictures of the password tab, the QR tab and a wrong password; the box is in the last state afterwards.
 * @param {import("@playwright/test").Page} page with {@link sameAnswers}
 * @param {import("./widget.js").Widget} widget
 * @returns {Promise<Record<"password" | "qr" | "wrong", Buffer>>}
 */
export const pictures = async (page, widget) => {
  // The form is there before the rest of the card.
  await widget.passwordTab.waitFor();
  const password = await take(page, widget);
  await widget.showCode();
  const qr = await take(page, widget);
  await widget.passwordTab.click();
  await widget.logIn("lin", "wrong");
  await widget.errors.first().waitFor();
  const wrong = await take(page, widget);
  return { password, qr, wrong };
};

/**
 * Puts pictures into the report.
 * @param {import("@playwright/test").TestInfo} info
 * @param {string} where
 * @param {Record<string, Buffer>} shots
 */
export const attach = async (info, where, shots) => {
  for (const [name, body] of Object.entries(shots)) await info.attach(`${name}, ${where}`, { body, contentType: "image/png" });
};

/**
 * How many pixels differ, and where they are.
 * @param {Buffer} one
 * @param {Buffer} other
 */
const compare = (one, other) => {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  const sizes = [a, b].map(({ width, height }) => `${width} × ${height}`);
  if (sizes[0] !== sizes[1]) return { said: `size ${sizes[1]} in place of ${sizes[0]}` };
  const diff = new PNG({ width: a.width, height: a.height });
  const count = pixelmatch(a.data, b.data, diff.data, a.width, a.height, { threshold: THRESHOLD });
  return count > MAY_DIFFER ? { said: `${count} pixels`, picture: PNG.sync.write(diff) } : {};
};

/**
 * Expects the pictures of `found` to be those of `wanted`. All of them go into the report.
 * @param {import("@playwright/test").TestInfo} info
 * @param {string} where `found` were taken
 * @param {Record<string, Buffer>} wanted taken on the neutral page
 * @param {Record<string, Buffer>} found
 */
export const expectSame = async (info, where, wanted, found) => {
  await attach(info, "a neutral page", wanted);
  await attach(info, where, found);
  const differences = {};
  for (const name of Object.keys(wanted)) {
    const { said, picture } = compare(wanted[name], found[name]);
    if (said) differences[name] = said;
    if (picture) await attach(info, "what differs", { [name]: picture });
  }
  expect(differences, "what differs from the neutral page").toEqual({});
};

/** A fixture: the pictures of a box on the neutral page, made once in each worker. */
const neutral = (attributes) => [
  async ({ browser, sharedServer }, use) => {
    const page = await browser.newPage({ locale: "en-US", viewport: { width: 1000, height: 800 } });
    await sameAnswers(page);
    await openHost(page, sharedServer, "neutral", { attributes });
    await use(await pictures(page, new Widget(page.locator("guard-widget"))));
    await page.close();
  },
  { scope: "worker" },
];

/** `test` with the pictures on the neutral page, in a shadow root and in the page's own DOM. */
export const test = base.extend({ neutral: neutral({}), neutralLight: neutral({ shadow: "none" }) });

/**
 * Logs in with a phone and, started over, with the password.
 * @param {{ widget: Widget, phone: Function }} at
 * @param {() => string} text the true text of the code
 */
export const bothLogins = async ({ widget, phone }, text) => {
  await widget.showCode();
  const scan = await phone(text());
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  await widget.element.evaluate((element) => element.reset());
  await widget.passwordTab.click();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
};
