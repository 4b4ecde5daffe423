// The same pages, with the box in the page's own DOM (`shadow="none"`). There is no wall round it: what is promised is
// that selectors without !important change nothing, and that it can be used whatever the page does.
import { openHost, openYewApp, serveHosts, serveOld } from "../support/hosts.js";
import { attach, bothLogins, expectSame, pictures, sameAnswers, test } from "../support/pictures.js";
import { read } from "../support/qr.js";
import { expect } from "../support/test.js";
import { Widget } from "../support/widget.js";

const LIGHT = { shadow: "none" };

test.afterEach("the box has no shadow root", async ({ page }) => {
  const roots = () =>
    // The page may have hidden the method.
    [...Document.prototype.querySelectorAll.call(document, "guard-widget[shadow=none]")].map((element) => element.shadowRoot);
  const found = await Promise.all(page.frames().map((frame) => frame.evaluate(roots)));
  expect(found.flat()).toEqual([null]);
});

test("on a neutral page it looks as in a shadow root", async ({ page, server, widget, neutral, neutralLight }, info) => {
  await openHost(page, server, "neutral", { attributes: LIGHT });
  await widget.passwordTab.waitFor();
  expect(await page.evaluate(() => document.querySelectorAll("guard-widget input[name=username]").length)).toBe(1);
  await expectSame(info, "in the page's own DOM", neutral, neutralLight);
});

for (const [name, what] of [
  ["bootstrap", "a Bootstrap page"],
  ["tailwind", "Tailwind's preflight"],
  ["selectors", "a theme with heavy selectors"],
  ["elements", "an old reset sheet"],
  ["clobbered", "a page whose markup hides the document's properties"],
]) {
  test(`${what}: the same picture, and both logins`, async ({ page, server, widget, phone, neutralLight }, info) => {
    const text = await sameAnswers(page);
    await openHost(page, server, name, { attributes: LIGHT });
    await expectSame(info, what, neutralLight, await pictures(page, widget));
    await bothLogins({ widget, phone }, text);
  });
}

for (const [name, what] of [
  ["unset", "a page that resets all of everything, with !important"],
  ["important", "a page that styles every element with !important"],
]) {
  test(`${what}: whatever it looks like, both logins work`, async ({ page, server, widget, phone }, info) => {
    const text = await sameAnswers(page);
    await openHost(page, server, name, { attributes: LIGHT });
    await attach(info, what, await pictures(page, widget));
    await bothLogins({ widget, phone }, text);
  });
}

test("a page that is itself a Yew app: the same picture, and both logins", async ({ page, server, widget, phone, neutralLight }, info) => {
  const text = await sameAnswers(page);
  await openYewApp(page, server, LIGHT);
  await expectSame(info, "in another Yew app", neutralLight, await pictures(page, widget));
  await bothLogins({ widget, phone }, text);
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
  expect(new Set(ids).size, `an id belongs to one element: ${ids}`).toBe(ids.length);
  const outer = page.locator(".page > .guard-scope > .guard").getByRole("tab").first();
  await expect(outer, "no handler of the page has run").toHaveAttribute("aria-selected", "true");
});

test("no module chooses the ids of another", async ({ page, server, widget }) => {
  const chosen = [];
  for (let load = 0; load < 8; load += 1) {
    await openHost(page, server, "neutral", { attributes: LIGHT });
    await widget.passwordTab.waitFor();
    chosen.push(await widget.passwordTab.getAttribute("id"));
  }
  expect(new Set(chosen).size, `${chosen}`).toBe(chosen.length);
});

test("from right to left: mirrored", async ({ page, server, widget }, info) => {
  await sameAnswers(page);
  await openHost(page, server, "rtl", { attributes: LIGHT });
  await attach(info, "from right to left", await pictures(page, widget));
  const left = async (part) => (await widget.element.locator(part).first().boundingBox()).x;
  expect(await left("[part=logo]")).toBeGreaterThan(await left("[part=title]"));
  await widget.passwordTab.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(widget.qrTab).toBeFocused();
});

test("with zoom: 150% the box fits, and both decoders read the code", async ({ page, server, widget }, info) => {
  await page.setViewportSize({ width: 620, height: 1000 });
  await openHost(page, server, "zoom", { attributes: { ...LIGHT, "default-tab": "qr" } });
  await widget.code.waitFor();
  await attach(info, "zoomed", { qr: await page.screenshot() });
  await expect.poll(() => page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth)).toBeLessThanOrEqual(0);
  const text = await widget.codeText();
  await expect.poll(() => read(widget.element)).toEqual({ rqrr: text, quircs: text });
});

test("a sandboxed frame without storage: the same picture, and both logins", async ({ page, server, phone, neutralLight }, info) => {
  const text = await sameAnswers(page);
  const site = await serveHosts(server, LIGHT);
  await page.goto(`${site.url}/frame.html`);
  const widget = new Widget(page.frameLocator("iframe").locator("guard-widget"));
  await expectSame(info, "in a sandboxed frame", neutralLight, await pictures(page, widget));
  await bothLogins({ widget, phone }, text);
  await site.stop();
});

test("two versions of the package: both boxes keep their looks and work", async ({ page, server, neutralLight, widget: _ }, info) => {
  await sameAnswers(page);
  await serveOld(page, server);
  await openHost(page, server, "versions", { attributes: { ...LIGHT, id: "first" } });
  const [first, second] = ["#first", "#second"].map((id) => new Widget(page.locator(id)));
  await second.code.waitFor();
  await expectSame(info, "two versions", neutralLight, await pictures(page, first));
  await first.logIn();
  await expect(first.status("success")).toBeVisible();
  await expect(second.code, "the other one goes on").toBeVisible();
});
