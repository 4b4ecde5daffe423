// `node shots.js OUT_DIR`: pictures of every state, light and dark, Chinese and English, wide and on a phone, for
// looking at. No test; the states are reached through the real server.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { launchOptions } from "./support/browser.js";
import { html, openBeside } from "./support/pages.js";
import { PHONE, Phone } from "./support/phone.js";
import { Server } from "./support/server.js";
import { STATES } from "./support/states.js";
import { Widget } from "./support/widget.js";

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node shots.js OUT_DIR");
  process.exit(2);
}

const SCREENS = { wide: { viewport: { width: 480, height: 680 }, deviceScaleFactor: 2 }, phone: { ...PHONE, deviceScaleFactor: 2 } };
const LANGS = ["zh-CN", "en-US"];
const THEMES = ["light", "dark"];

/** The state in every theme; the language is that of the page from the start. */
const state = async (browser, server, name, screen, lang) => {
  const context = await browser.newContext({ ...SCREENS[screen], locale: lang });
  const page = await context.newPage();
  const phones = [];
  const phone = async (url) => {
    phones.push(await Phone.open(browser, url));
    return phones.at(-1);
  };
  await openBeside(page, server, html({ lang, "no-auto-refresh": true }));
  const widget = new Widget(page.locator("guard-widget"));
  await STATES[name]({ page, widget, phone });
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: join(folder, `${screen}-${lang}-${theme}-${name}.png`) });
  }
  for (const one of phones) await one.close();
  await context.close();
};

/** The demo site and the phone page. */
const pages = async (browser, server, lang, theme) => {
  for (const [screen, settings] of Object.entries({ wide: { viewport: { width: 1280, height: 900 } }, phone: PHONE })) {
    const context = await browser.newContext({ ...settings, locale: lang, colorScheme: theme });
    const page = await context.newPage();
    const shot = (name) => page.screenshot({ path: join(folder, `${screen}-${lang}-${theme}-site-${name}.png`) });
    await page.goto(server.url);
    const widget = new Widget(page.locator("guard-widget"));
    await widget.accountInput().waitFor();
    await shot("password");
    await widget.codeTab().click();
    await widget.code.waitFor();
    await shot("code");
    const phoneContext = await browser.newContext({ ...PHONE, locale: lang, colorScheme: theme, deviceScaleFactor: 2 });
    const phone = new Phone(await phoneContext.newPage());
    await phone.page.goto(await widget.codeText());
    await widget.status("scanned").waitFor();
    await phone.numbers();
    const phoneShot = (name) => phone.page.screenshot({ path: join(folder, `phone-${lang}-${theme}-page-${name}.png`) });
    await phoneShot("ask");
    await phone.confirm(await widget.number());
    await page.getByTestId("welcome").waitFor();
    await shot("welcome");
    await phone.page.locator("[data-result=confirmed]").waitFor();
    await phoneShot("confirmed");
    await phoneContext.close();
    await context.close();
  }
};

/** The hosted login page. */
const hosted = async (browser, server, lang, theme) => {
  const context = await browser.newContext({ viewport: { width: 1000, height: 720 }, locale: lang, colorScheme: theme });
  const page = await context.newPage();
  await page.goto(`${server.url}/login?app_id=demo`);
  await page.locator("input[name=username]").waitFor();
  await page.screenshot({ path: join(folder, `wide-${lang}-${theme}-hosted.png`) });
  await context.close();
};

await mkdir(folder, { recursive: true });
const server = await Server.start();
const browser = await chromium.launch(launchOptions);
let failures = 0;
const take = async (what, work) => {
  try {
    await work();
  } catch (error) {
    failures++;
    console.error(`${what}: ${error.message.split("\n")[0]}`);
  }
};
for (const lang of LANGS) {
  for (const screen of Object.keys(SCREENS)) {
    for (const name of Object.keys(STATES)) await take(`${screen} ${lang} ${name}`, () => state(browser, server, name, screen, lang));
  }
  for (const theme of THEMES) {
    await take(`pages ${lang} ${theme}`, () => pages(browser, server, lang, theme));
    await take(`hosted page ${lang} ${theme}`, () => hosted(browser, server, lang, theme));
  }
}
await browser.close();
await server.remove();
console.log(`pictures are in ${folder}; ${failures} could not be taken`);
process.exitCode = failures ? 1 : 0;
