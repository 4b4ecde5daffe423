// The phone: a second browser, in the hand of the person, that opens what the QR code says.

/** Size and touch of a phone. */
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "en-US" };

export class Phone {
  /** @param {import("@playwright/test").Page} page */
  constructor(page) {
    this.page = page;
    this.result = page.getByTestId("result");
  }

  /**
   * Opens the URL of a code on a new phone.
   * @param {import("@playwright/test").Browser} browser
   * @param {string} url
   */
  static async open(browser, url) {
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    await page.goto(url);
    return new Phone(page);
  }

  /** Chooses who logs in. @param {"lin" | "chen"} username */
  async choose(username) {
    await this.page.getByTestId(`account-${username}`).click();
  }

  /** The numbers on offer. */
  async numbers() {
    await this.page.getByTestId("confirm").waitFor();
    const ids = await this.page.locator("[data-testid^=number-]").evaluateAll((all) => all.map((one) => one.dataset.testid));
    return ids.map((id) => id.replace("number-", ""));
  }

  /** Confirms, with a number if one is asked for. @param {string} [number] */
  async confirm(number) {
    if (number) await this.page.getByTestId(`number-${number}`).click();
    await this.page.getByTestId("confirm").click();
  }

  async decline() {
    await this.page.getByTestId("decline").click();
  }

  async close() {
    await this.page.context().close();
  }
}
