// What a page writes to its console, of which Playwright may tell later than the page goes on.

const MARK = "that is all";

/**
 * Waits until Playwright has told of all that the page has written: it writes something more, and word of that comes last.
 * @param {import("@playwright/test").Page} page
 */
export const allSaid = async (page) => {
  const told = page.waitForEvent("console", (message) => message.text() === MARK);
  await page.evaluate((mark) => console.debug(mark), MARK);
  await told;
};
