// The link to the hosted page on the card of a box that cannot run.
import { expect } from "@playwright/test";

/**
 * The link, and a click on it that waits until all that leads it back has come. To be called before the page is opened.
 * `follow({ plain: true })` is for pages that it cannot lead back to.
 * @param {import("@playwright/test").Page} page
 * @param {import("./widget.js").Widget} widget
 */
export const hostedLink = async (page, widget) => {
  // The link looks the same before somebody listens to its clicks.
  await page.addInitScript(() => {
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, ...rest) {
      if (this.localName === "a" && type === "click") globalThis.isLed = true;
      return addEventListener.call(this, type, ...rest);
    };
  });
  const link = widget.element.getByRole("link", { name: "Go to the login page" });
  const isConfig = (path) => path.endsWith("/public-config");
  const ended = [];
  page.on("requestfinished", (request) => {
    const { pathname } = new URL(request.url());
    // The box has asked for the configuration, too, and has given that up.
    if (ended.includes("/guard-widget/guard-lead.js") || !isConfig(pathname)) ended.push(pathname);
  });
  const follow = async ({ plain = false } = {}) => {
    await expect.poll(() => ended.some(isConfig)).toBe(true);
    if (plain) await page.waitForLoadState("networkidle");
    else await expect.poll(() => page.evaluate(() => globalThis.isLed)).toBe(true);
    await link.click();
  };
  return { link, follow };
};
