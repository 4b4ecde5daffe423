// The link to the hosted page on the card of a box that cannot run.
import { expect } from "@playwright/test";

/**
 * The link, and a click on it that waits until all that leads it back has come. To be called before the page is opened.
 * @param {import("@playwright/test").Page} page
 * @param {import("./widget.js").Widget} widget
 */
export const hostedLink = (page, widget) => {
  const link = widget.element.getByRole("link", { name: "Go to the login page" });
  const isConfig = (path) => path.endsWith("/public-config");
  const ended = [];
  page.on("requestfinished", (request) => {
    const { pathname } = new URL(request.url());
    // The box has asked for the configuration, too, and has given that up.
    if (ended.includes("/guard-widget/guard-lead.js") || !isConfig(pathname)) ended.push(pathname);
  });
  const follow = async () => {
    await expect.poll(() => ended.some(isConfig)).toBe(true);
    await page.waitForLoadState("networkidle");
    await link.click();
  };
  return { link, follow };
};
