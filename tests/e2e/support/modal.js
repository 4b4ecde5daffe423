// A page with a box in a dialog: how it is opened, and what open and closed mean.
import { events } from "./events.js";
import { html, openBeside } from "./pages.js";
import { expect, test as base } from "./test.js";

export { expect } from "./test.js";

export const test = base.extend({
  /** Opens a page with a button that opens the dialog, and things behind it. */
  visit: async ({ page, server, widget }, use) => {
    await use(async (attributes = {}) => {
      const opener = `<button id="opener" onclick="document.querySelector('guard-widget').show()">Log in</button>`;
      const rest = `<p><a id="link" href="#there">A link</a> <input id="search" aria-label="Search"></p><div style="height: 1500px"></div>`;
      const body = html({ mode: "modal", ...attributes }).replace("</h1>", `</h1>${opener}`).replace("</main>", `${rest}</main>`);
      await openBeside(page, server, body);
      await page.evaluate(() => customElements.whenDefined("guard-widget"));
      return widget;
    });
  },
});

export const dialog = (widget) => widget.element.locator("dialog");
export const close = (widget) => widget.element.locator("[part=close]");
export const show = (page) => page.locator("#opener").click();

const isOpen = (widget) => widget.element.evaluate((element) => [element.open, element.hasAttribute("open")]);

/** The details of `guard-close` so far. */
export const reasons = async (page) => (await events(page, "guard-close")).map((event) => event.detail);

/** Expects the dialog to be open, modal and usable. */
export const expectOpen = async (widget) => {
  await expect(widget.account).toBeVisible();
  await expect.poll(() => dialog(widget).evaluate((element) => element.open && element.matches(":modal"))).toBe(true);
  await expect.poll(() => isOpen(widget)).toEqual([true, true]);
};

/** Expects that there is nothing of it. */
export const expectClosed = async (widget) => {
  await expect(dialog(widget)).toHaveCount(0);
  await expect.poll(() => isOpen(widget)).toEqual([false, false]);
};
