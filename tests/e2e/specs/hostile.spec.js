// Pages that are hard on the box, which is in a shadow root: it looks as it does on a neutral page, and works.
import { FOREIGN, NAMES, THE_PAGES_OWN, inherited, known, openHost, openYewApp, serveHosts, serveOld } from "../support/hosts.js";
import { html, openBeside } from "../support/pages.js";
import { attach, bothLogins, expectSame, pictures, sameAnswers, test } from "../support/pictures.js";
import { read } from "../support/qr.js";
import { expect } from "../support/test.js";
import { Widget } from "../support/widget.js";

for (const [name, what] of [
  ["unset", "a page that resets all of everything, with !important"],
  ["important", "a page that styles every element with !important"],
  ["bootstrap", "a Bootstrap page"],
  ["tailwind", "Tailwind's preflight"],
  ["selectors", "a theme with heavy selectors"],
  ["elements", "an old reset sheet"],
  ["clobbered", "a page whose markup hides the document's properties"],
]) {
  test(`${what}: the same picture, and both logins`, async ({ page, server, widget, phone, neutral }, info) => {
    const text = await sameAnswers(page);
    await openHost(page, server, name);
    await expectSame(info, what, neutral, await pictures(page, widget));
    await bothLogins({ widget, phone }, text);
  });
}

test("the names in the markup really hide the document's properties", async ({ page, server }) => {
  await openHost(page, server, "clobbered");
  const left = await page.evaluate((names) => names.filter((name) => !(document[name] instanceof Element)), NAMES);
  // This one the browser protects.
  expect(left).toEqual(["location"]);
});

test("the comparison would see one pixel's shift", async ({ page, server, widget, neutral }, info) => {
  await sameAnswers(page);
  await openHost(page, server, "neutral");
  await widget.element.locator("[part=title]").evaluate((title) => title.style.setProperty("padding-inline-start", "1px"));
  await expect(expectSame(info, "shifted", neutral, await pictures(page, widget))).rejects.toThrow(/pixels/);
});

test("nothing that is inherited gets in, but for what hides the box or turns it round", async ({ page, open }) => {
  const widget = await open();
  await widget.passwordTab.waitFor();
  const foreign = await known(page, FOREIGN);
  expect(Object.keys(foreign).length, "properties that this browser has").toBeGreaterThan(90);
  expect(await inherited(widget.element, foreign), "in the password tab").toEqual({});
  await widget.showCode();
  expect(await inherited(widget.element, foreign), "in the QR tab").toEqual({});
  expect(Object.keys(await inherited(widget.element, THE_PAGES_OWN))).toEqual(Object.keys(THE_PAGES_OWN));
});

test("a page that is itself a Yew app: the same picture, and both logins", async ({ page, server, widget, phone, neutral }, info) => {
  const text = await sameAnswers(page);
  await openYewApp(page, server);
  await expectSame(info, "in another Yew app", neutral, await pictures(page, widget));
  await bothLogins({ widget, phone }, text);
});

test("from right to left: mirrored, and the arrow keys follow", async ({ page, server, widget, phone }, info) => {
  const text = await sameAnswers(page);
  await openHost(page, server, "rtl");
  await attach(info, "from right to left", await pictures(page, widget));

  const middle = async (locator) => {
    const { x, width } = await locator.boundingBox();
    return x + width / 2;
  };
  const card = await middle(widget.element.locator("[part=base]"));
  const title = await middle(widget.element.locator("[part=title]"));
  expect(await middle(widget.element.locator("[part=logo]")), "the logo is right of the title").toBeGreaterThan(title);
  expect(title).toBeGreaterThan(card);
  expect(await middle(widget.passwordTab), "the first tab is on the right").toBeGreaterThan(await middle(widget.qrTab));
  const eye = widget.element.getByRole("button", { name: "Show password" });
  expect(await middle(eye), "the eye is at the end of its field").toBeLessThan(card);
  const label = await widget.element.locator("[part=label]").first().boundingBox();
  const input = await widget.account.boundingBox();
  expect(Math.abs(label.x + label.width - (input.x + input.width)), "the label begins where its field does").toBeLessThan(2);

  // Of two tabs either arrow leads to the other one; the order of more is src/frame/tab_strip.rs's to test.
  await widget.passwordTab.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(widget.qrTab).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(widget.passwordTab).toBeFocused();
  await bothLogins({ widget, phone }, text);
});

for (const width of [1000, 620, 480]) {
  test(`with zoom: 150% in ${width} px the box fits, and both decoders read the code`, async ({ page, server, widget }, info) => {
    await page.setViewportSize({ width, height: 1000 });
    await openHost(page, server, "zoom");
    await widget.ready();
    const rect = (selector) => widget.element.locator(selector).first().evaluate((one) => one.getBoundingClientRect().toJSON());
    const inside = async (inner, outer) => {
      const [one, other] = [await rect(inner), await rect(outer)];
      const fits = one.left >= other.left - 1 && one.right <= other.right + 1 && one.top >= other.top - 1 && one.bottom <= other.bottom + 1;
      expect(fits, `${inner} ${JSON.stringify(one)} in ${outer} ${JSON.stringify(other)}`).toBe(true);
    };
    const noOverflow = async () => {
      const over = await page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
      expect(over, "wider than the page, in px").toBeLessThanOrEqual(0);
      const card = widget.element.locator("[part=base]");
      expect(await card.evaluate((card) => card.scrollWidth - card.clientWidth), "wider than the card, in px").toBeLessThanOrEqual(0);
    };
    for (const part of ["[part=submit]", "input[name=username]", "[part=tabs]"]) await inside(part, "[part=base]");
    await noOverflow();
    await attach(info, "zoomed", { password: await page.screenshot() });
    await widget.showCode();
    await inside("[part=qr-code]", ".guard-tile");
    await inside(".guard-tile", "[part=base]");
    await noOverflow();
    await attach(info, "zoomed", { qr: await page.screenshot() });
    const text = await widget.codeText();
    await expect.poll(() => read(widget.element)).toEqual({ rqrr: text, quircs: text });
    await widget.passwordTab.click();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });
}

test("a sandboxed frame without storage: the same picture, and both logins", async ({ page, server, phone, neutral }, info) => {
  const text = await sameAnswers(page);
  const site = await serveHosts(server);
  await page.goto(`${site.url}/frame.html`);
  const frame = page.frameLocator("iframe");
  const widget = new Widget(frame.locator("guard-widget"));
  await widget.ready();
  const stored = () => {
    try {
      return String(localStorage);
    } catch (error) {
      return error.name;
    }
  };
  expect(await widget.element.evaluate(stored), "there is no storage").toBe("SecurityError");
  await expectSame(info, "in a sandboxed frame", neutral, await pictures(page, widget));
  await bothLogins({ widget, phone }, text);
  await site.stop();
});

test.describe("two versions of the package on one page", () => {
  test("one definition, no exception, and both boxes work", async ({ page, server, phone, neutral, widget: _ }, info) => {
    const text = await sameAnswers(page);
    await serveOld(page, server);
    await openHost(page, server, "versions", { attributes: { id: "first" } });
    const first = new Widget(page.locator("#first"));
    const second = new Widget(page.locator("#second"));
    await second.code.waitFor();
    const classes = await page.evaluate(async () => {
      const [one, other] = [await import("/dist/guard-widget.js"), await import("/old/guard-widget.js")];
      const defined = customElements.get("guard-widget");
      return {
        different: one.GuardWidget !== other.GuardWidget,
        defined: [one.GuardWidget, other.GuardWidget].filter((one) => one === defined).length,
        elements: [...document.querySelectorAll("guard-widget")].every((element) => element instanceof defined),
      };
    });
    expect(classes).toEqual({ different: true, defined: 1, elements: true });

    const scan = await phone(text());
    await expect(second.status("scanned")).toBeVisible();
    await scan.confirm(await second.number());
    await expect(second.status("success")).toBeVisible();
    await expectSame(info, "two versions", neutral, await pictures(page, first));
    await first.logIn();
    await expect(first.status("success")).toBeVisible();
  });

  for (const [order, scripts] of [
    ["second", ["/dist/guard-widget.js", "/old/guard-widget.js"]],
    ["first", ["/old/guard-widget.js", "/dist/guard-widget.js"]],
  ]) {
    test(`startScanning() of the one that came ${order} works, too`, async ({ page, server, phone, widget: _ }) => {
      const text = await sameAnswers(page);
      await serveOld(page, server);
      const script = scripts.map((src) => `<script type="module" src="${src}"></script>`).join("");
      await openBeside(page, server, html({}).replace(/<script .*<\/script>/, script).replace("</main>", '<div id="scan"></div></main>'));
      await new Widget(page.locator("guard-widget").first()).ready();
      await page.evaluate(async () => {
        const { startScanning } = await import("/old/guard-widget.js");
        globalThis.told = [];
        const tell = (name) => (value) => globalThis.told.push([name, value?.username]);
        const callbacks = { onScanned: tell("scanned"), onSuccess: tell("success"), onError: tell("error") };
        globalThis.scan = startScanning("#scan", { appId: "demo", host: "/", autoExchangeUserInfo: true, ...callbacks });
      });
      const box = page.locator("#scan");
      await expect(box.locator("[part=qr-code]")).toBeVisible();
      const scan = await phone(text());
      await scan.numbers();
      await scan.confirm((await box.locator(".guard-number").innerText()).trim());
      await expect.poll(() => page.evaluate(() => globalThis.told.at(-1))).toEqual(["success", "lin"]);
      await page.evaluate(() => globalThis.scan.stop());
      await expect(box.locator("[part=qr-code]")).toHaveCount(0);
    });
  }
});
