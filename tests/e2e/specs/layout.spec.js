// Nothing jumps, and nothing sticks out.
import { CONFIG, MODULE, hold } from "../support/hold.js";
import { expect, test } from "../support/test.js";
import { STATES } from "../support/states.js";

const height = (widget) => widget.element.evaluate((element) => element.getBoundingClientRect().height);

const watchShifts = (page) =>
  page.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        globalThis.shifts.push([entry.value, ...entry.sources.map(({ node, previousRect, currentRect }) => `${node?.className ?? node?.nodeName} ${previousRect.top}+${previousRect.height} ${currentRect.top}+${currentRect.height}`)]);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });

/** Two frames later, all that has been drawn has been told. */
const shifts = (page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(globalThis.shifts))))));

for (const [what, attributes, shown] of [
  ["the password tab", {}, "account"],
  ["the QR tab", { "default-tab": "qr" }, "code"],
  ["the QR tab alone", { tabs: "qr" }, "code"],
  ["the password tab alone", { tabs: "password" }, "account"],
]) {
  test(`nothing shifts from the skeleton to ${what}`, async ({ page, open }) => {
    await watchShifts(page);
    // Held back, so that each step is really painted.
    const letModule = await hold(page, MODULE);
    const letConfig = await hold(page, CONFIG);
    const widget = await open(attributes);
    await page.evaluate(() => document.querySelector("main").append(Object.assign(document.createElement("p"), { textContent: "Below" })));
    await expect(widget.element.locator("[aria-busy=true]")).toBeVisible();
    const heights = [await height(widget)];
    await shifts(page);
    const loaded = page.waitForResponse("**/guard_bg.wasm");
    letModule();
    await loaded;
    await shifts(page);
    heights.push(await height(widget));
    letConfig();
    await expect(widget[shown]).toBeVisible();
    await widget.ready();
    await shifts(page);
    heights.push(await height(widget));
    expect(new Set(heights), `heights ${heights}`).toEqual(new Set([heights[0]]));
    expect(await shifts(page)).toEqual([]);
  });
}

test("a tap on the card moves no focus, so that no keyboard comes up", async ({ open }) => {
  const widget = await open({ tabs: "password" });
  await widget.element.getByRole("heading").click();
  await expect(widget.account).not.toBeFocused();
  await expect.poll(() => widget.element.evaluate((element) => element.shadowRoot.activeElement)).toBe(null);
});

test("the height is the same in both tabs and in every state of the code", async ({ page, open, phone }) => {
  const widget = await open({ "no-auto-refresh": true });
  await widget.ready();
  const heights = { password: await height(widget) };
  for (const name of ["ready", "scanned", "cancelled", "success"]) {
    await page.reload();
    await STATES[name]({ page, widget, phone });
    heights[name] = await height(widget);
  }
  const [expected] = Object.values(heights);
  for (const [name, found] of Object.entries(heights)) expect(found, name).toBe(expected);
});

test.describe("in 320 px", () => {
  test.use({ viewport: { width: 320, height: 720 } });

  for (const name of ["wrong", "ready", "scanned", "expired"]) {
    test(`${name}: no horizontal scroll`, async ({ page, open, phone }) => {
      const widget = await open({ "no-auto-refresh": true });
      await STATES[name]({ page, widget, phone });
      const over = () => page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
      await expect.poll(over).toBeLessThanOrEqual(0);
      const card = widget.element.locator("[part=base]");
      expect(await card.evaluate((card) => card.scrollWidth <= card.clientWidth), "nor inside the card").toBe(true);
    });
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 720 }, isMobile: true, hasTouch: true });

  test("the demo site does not scroll sideways, and targets are large enough for a finger", async ({ page, server, widget }) => {
    await page.goto(server.url);
    await widget.ready();
    await expect.poll(() => page.evaluate(() => document.scrollingElement.scrollWidth)).toBeLessThanOrEqual(320);
    for (const target of [widget.submit, widget.account, widget.password, widget.qrTab]) {
      // WCAG 2.2, 2.5.8 asks for 24; a comfortable target is larger.
      expect((await target.boundingBox()).height).toBeGreaterThanOrEqual(36);
    }
  });
});
