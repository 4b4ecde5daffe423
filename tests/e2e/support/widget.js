// The login box as a person finds it: by roles, labels and parts.

/** Texts of the English catalogue that the tests look for. */
export const TEXTS = {
  account: "Account",
  password: "Password",
  submit: "Log in",
  tabPassword: "Password",
  tabQr: "QR code",
};

export class Widget {
  /** @param {import("@playwright/test").Locator} element */
  constructor(element) {
    this.element = element;
    this.account = element.getByLabel("Account", { exact: true });
    this.password = element.locator("input[name=password]");
    this.submit = element.locator("[part=submit]");
    this.errors = element.locator("[part=error]");
    this.qr = element.locator("[part=qr]");
    this.code = element.locator("svg[part=qr-code]");
    this.image = element.locator("img[part=qr-image]");
    this.refresh = element.locator("[part=qr-refresh]");
    this.passwordTab = element.getByRole("tab", { name: TEXTS.tabPassword });
    this.qrTab = element.getByRole("tab", { name: TEXTS.tabQr });
  }

  // By what does not depend on the language.
  accountInput() {
    return this.element.locator("input[name=username]");
  }
  passwordInput() {
    return this.password;
  }
  codeTab() {
    return this.element.getByRole("tab").last();
  }

  /** The panel of the QR login when it is in this state. @param {string} status */
  status(status) {
    return this.element.locator(`[part=qr][data-status=${status}]`);
  }

  /**
   * Waits until the whole card is there. The form and the place of a code are there before the module: tabs, title and
   * events are not.
   */
  async ready() {
    await this.element.locator(":scope:state(ready)").waitFor({ state: "attached" });
  }

  /**
   * Waits until a status is in sight, be it for a moment only. To be called before it can come, on a page with a box.
   * @param {string} status
   */
  seen(status) {
    return this.element.evaluate((element, selector) => {
      const root = element.shadowRoot ?? element;
      return new Promise((resolve) => {
        const look = () => {
          if (!root.querySelector(selector)?.checkVisibility()) return;
          observer.disconnect();
          resolve();
        };
        const observer = new MutationObserver(look);
        observer.observe(root, { attributes: true, childList: true, subtree: true });
        look();
      });
    }, `[part=qr][data-status=${status}]`);
  }

  /** Fills in the form and sends it. */
  async logIn(account = "lin", password = "shanlan-tea-2026") {
    await this.account.fill(account);
    await this.password.fill(password);
    await this.submit.click();
  }

  /** Opens the QR tab and waits for the code. */
  async showCode() {
    await this.qrTab.click();
    await this.code.waitFor();
  }

  /** Waits for the server's picture of a code. */
  async pictureLoaded() {
    await this.image.waitFor();
    await this.image.evaluate((image) => image.decode());
  }

  /** What the code says, as the element tells it once it has one. */
  async codeText() {
    await this.code.or(this.image).waitFor();
    return this.codeTextNow();
  }

  /** What the code says; nothing when there is none. */
  async codeTextNow() {
    return this.element.evaluate((element) => element.qrText);
  }

  /** The number to choose on the phone. */
  async number() {
    return (await this.element.locator(".guard-number").innerText()).trim();
  }
}
