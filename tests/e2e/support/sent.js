// The requests that a page has sent to the API, taken down in the page itself: one that Playwright tells of later than
// what the page shows is in its place all the same.
import { expect } from "@playwright/test";

/**
 * Takes down what the page sends from its first script on.
 * @param {import("@playwright/test").Page} page that has not been opened yet
 */
export const takeDown = (page) =>
  page.addInitScript(() => {
    if (globalThis.sent) return;
    const sent = (globalThis.sent = []);
    const add = (method, url) => {
      const { pathname } = new URL(url, location.href);
      if (pathname.includes("/api/")) sent.push(`${method} ${pathname}`);
    };
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => {
      add(init?.method ?? input.method ?? "GET", input.url ?? input);
      return fetch(input, init);
    };
    const { sendBeacon } = Navigator.prototype;
    Navigator.prototype.sendBeacon = function (...values) {
      add("POST", values[0]);
      return sendBeacon.apply(this, values);
    };
  });

/**
 * The requests since the page was opened: method and path of each.
 * @param {import("@playwright/test").Page} page with {@link takeDown}
 * @returns {Promise<string[]>}
 */
export const sent = (page) => page.evaluate(() => globalThis.sent);

/**
 * Expects that the page sends nothing for a while, and answers what it had sent before.
 * @param {import("@playwright/test").Page} page with {@link takeDown}
 * @param {number} ms
 */
export const expectQuiet = async (page, ms = 500) => {
  const before = await sent(page);
  await page.waitForTimeout(ms);
  expect(await sent(page)).toEqual(before);
  return before;
};
