// What every page has to show: the card, a QR code, a login, and nothing to complain of.
import { Widget } from "../../tests/e2e/support/widget.js";

/** How long each step may take, in ms: a development server compiles while the page waits. */
const PATIENCE = 30_000;

/**
 * Opens a page and uses its box. Whatever is not as it should be is an error.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 */
export const visit = async (browser, url) => {
  const context = await browser.newContext({ locale: "en-US" });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    // React tells of a mismatch as an error, Vue as a warning.
    const isComplaint = message.type() === "error" || (message.type() === "warning" && /hydrat|mismatch/i.test(message.text()));
    // No page asks for the icon; Chromium does so by itself.
    if (isComplaint && !message.location().url.endsWith("/favicon.ico")) complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  try {
    await page.goto(url);
    const box = new Widget(page.locator("guard-widget"));
    await box.account.waitFor();
    // Its name comes from the server, and the module draws it.
    await box.element.getByRole("heading").waitFor();
    await box.showCode();
    await box.passwordTab.click();
    await box.logIn();
    // Each app greets by its title, so its listener has heard of the login.
    await page.waitForFunction(() => document.title === "Hello 林晓");
  } catch (error) {
    const told = await page.evaluate(() => document.body.innerText).catch(() => "");
    throw new Error([`${url}: ${error.message.split("\n")[0]}`, ...complaints, `the page says: ${told}`].join("\n"));
  } finally {
    await context.close();
  }
  if (complaints.length) throw new Error([`${url}: the page complains`, ...complaints].join("\n"));
};
