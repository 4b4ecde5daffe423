// What the page knows beforehand: `config`, which the card is drawn with at once, and `messages`, its own words.
import { allTold, asked, pathOfApi } from "../support/asked.js";
import { events } from "../support/events.js";
import { CONFIG, MODULE, hold } from "../support/hold.js";
import { html, openBeside } from "../support/pages.js";
import { allSaid } from "../support/said.js";
import { expect, test as base } from "../support/test.js";

const test = base.extend({
  /** Opens a page whose element has these properties before it is defined. */
  known: async ({ page, server, widget }, use) => {
    await use(async (properties, attributes = {}) => {
      const set = `<script>Object.assign(document.querySelector("guard-widget"), ${JSON.stringify(properties)})</script>`;
      await openBeside(page, server, html(attributes).replace("</main>", `</main>${set}`));
      return widget;
    });
  },
});

test.describe("config", () => {
  test("draws the card before the server has said anything, and a login waits for nothing else", async ({ page, known }) => {
    const go = await hold(page, CONFIG);
    const welcome = { "en-US": "Hello", "zh-CN": "你好" };
    const widget = await known({ config: { name: "Known", tabs: ["qr", "password"], defaultTab: "password", welcome } });
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Known");
    await expect(widget.element.locator(".guard-subtitle")).toHaveText("Hello");
    await expect(widget.element.getByRole("tab")).toHaveText(["QR code", "Password"]);
    await expect.poll(async () => (await events(page, "guard-ready")).map(({ detail }) => detail)).toEqual([{ tabs: ["qr", "password"] }]);
    await widget.logIn();
    await expect(widget.submit, "the key for the password is the server's").toHaveAttribute("aria-busy", "true");
    go();
    await expect(widget.status("success")).toBeVisible();
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Known");
  });

  test("with one tab for codes makes a code as soon as the server answers", async ({ page, known }) => {
    const go = await hold(page, CONFIG);
    const widget = await known({ config: { name: "Known", tabs: ["qr"] } });
    await expect(widget.status("loading")).toBeVisible();
    go();
    await widget.code.waitFor();
  });

  test("with a backend that has all functions, nobody is asked anything", async ({ page, known, widget }) => {
    const requests = asked(page, pathOfApi);
    await known({ config: { name: "Known" } }, { hidden: true });
    await page.evaluate(() => {
      const element = document.querySelector("guard-widget");
      element.backend = { config: () => { throw new Error("not needed"); }, login: () => ({ token: "t" }) };
      element.hidden = false;
    });
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await allTold(page);
    expect(requests).toEqual([]);
  });

  test("changed at run time changes the card, and what was typed stays", async ({ known }) => {
    const widget = await known({ config: { name: "Known" } });
    await widget.account.fill("lin");
    await widget.element.evaluate((element) => (element.config = { name: "Other", tabs: ["password"] }));
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Other");
    await expect(widget.qrTab).toHaveCount(0);
    await expect(widget.account).toHaveValue("lin");
    await widget.element.evaluate((element) => (element.config = undefined));
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Shanlan");
  });

  test("takes nothing from what was typed before the module came, and there is a card when it is ready", async ({ page, known }) => {
    const go = await hold(page, MODULE);
    await page.addInitScript(() => {
      document.addEventListener("guard-ready", ({ target }) => {
        const fields = target.shadowRoot.querySelectorAll("[name=username]");
        globalThis.atReady = { same: fields.length === 1 && fields[0] === globalThis.field, tabs: target.shadowRoot.querySelectorAll("[role=tab]").length };
      });
    });
    const widget = await known({ config: { name: "Known", tabs: ["password", "qr"] } });
    await widget.account.click();
    await page.keyboard.type("ln");
    await page.keyboard.press("ArrowLeft");
    await widget.account.evaluate((input) => (globalThis.field = input));
    go();
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Known");
    await page.keyboard.type("i");
    await expect(widget.account).toHaveValue("lin");
    await expect.poll(() => page.evaluate(() => globalThis.atReady)).toEqual({ same: true, tabs: 2 });
  });

  test("sends a login that was submitted before the module came", async ({ page, known }) => {
    const go = await hold(page, MODULE);
    const widget = await known({ config: { name: "Known" } });
    await widget.logIn();
    await expect(widget.submit).toHaveAttribute("aria-busy", "true");
    go();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => events(page, "guard-before-login")).toHaveLength(1);
  });

  test("may list where a login goes on to", async ({ known }) => {
    const widget = await known({ config: { redirectUris: ["https://shop.example/back"] } }, { "callback-url": "https://shop.example/back" });
    await expect(widget.account).toBeVisible();
    await widget.element.evaluate((element) => (element.config = { redirectUris: [] }));
    await expect(widget.element.getByRole("alert")).toContainText("redirect URIs");
  });

  for (const [name, config, path] of [
    ["an unknown tab", { tabs: ["password", "sms"] }, "config.tabs[1]"],
    ["a name that is a number", { name: 7 }, "config.name"],
    ["a welcome that is a list", { welcome: ["Hello"] }, "config.welcome"],
    ["an array", [], "config"],
  ]) {
    test(`with ${name} is said in the console, and the server is asked`, async ({ page, known, complaints }) => {
      complaints.allowed.push(/^guard-widget: `config` is not used/);
      const widget = await known({ config });
      await expect(widget.element.getByRole("heading")).toHaveText("Log in to Shanlan");
      await expect(widget.element.getByRole("tab")).toHaveCount(2);
      const said = () => complaints.all.filter((text) => text.includes("`config`"));
      await expect.poll(said).toHaveLength(1);
      expect(said()[0]).toContain(`\`${path}\``);
      await widget.element.evaluate((element) => (element.theme = "dark"));
      await expect(widget.element.locator("[part=base]")).toHaveAttribute("data-theme", "dark");
      await allSaid(page);
      expect(said(), "it is said once").toHaveLength(1);
    });
  }

  test("with a logo that must not be shown, shows none", async ({ page, known }) => {
    const widget = await known({ config: { name: "Known", logo: "javascript:globalThis.hit=1" } });
    await expect(widget.element.locator("[part=logo]")).toHaveText("K");
    await expect(widget.element.locator("img")).toHaveCount(0);
    expect(await page.evaluate(() => globalThis.hit)).toBeUndefined();
  });
});

test.describe("messages", () => {
  test("replace the words, by names of either kind", async ({ known }) => {
    const words = { submit: "Come in", accountLabel: "Member", password_label: "Secret", tabQr: "Phone", title: "Welcome to {app}" };
    const widget = await known({ messages: words });
    await expect(widget.submit).toHaveText("Come in");
    await expect(widget.element.locator("label")).toHaveText(["Member", "Secret"]);
    await expect(widget.element.getByRole("tab")).toHaveText(["Password", "Phone"]);
    await expect(widget.element.getByRole("heading")).toHaveText("Welcome to Shanlan");
    await widget.submit.click();
    await expect(widget.errors.first()).toHaveText("Enter your account");
  });

  test("changed at run time count at once, and taken away the built-in ones are back", async ({ known }) => {
    const widget = await known({ messages: { submit: "Come in" } });
    await widget.element.locator("input[name=username]").fill("lin");
    await widget.element.evaluate((element) => (element.messages = { submit: "Enter" }));
    await expect(widget.submit).toHaveText("Enter");
    await widget.element.evaluate((element) => (element.messages = undefined));
    await expect(widget.submit).toHaveText("Log in");
    await expect(widget.account).toHaveValue("lin");
  });

  test("hold in every language, and what is no text or no name of ours does no harm", async ({ known }) => {
    const widget = await known({ messages: { submit: "Come in", tabPassword: 7, tabQr: null, nothing: "x", __proto__: { a: 1 } } });
    await widget.element.evaluate((element) => (element.lang = "zh-CN"));
    await expect(widget.element.getByRole("tab")).toHaveText(["密码登录", "扫码登录"]);
    await expect(widget.submit).toHaveText("Come in");
  });

  test("are text, whatever is in them", async ({ page, known }) => {
    const hostile = '<img src=x onerror="globalThis.hit=1">';
    const widget = await known({ messages: { submit: hostile, title: `${hostile} {app}` }, config: { name: hostile } });
    await expect(widget.submit).toHaveText(hostile);
    await expect(widget.element.locator("img")).toHaveCount(0);
    expect(await page.evaluate(() => globalThis.hit)).toBeUndefined();
  });

  test("replace what is said of an error, too", async ({ known }) => {
    const widget = await known({ messages: { badCredentialsLeft: "No. {n} more", account_missing: "Who?" } });
    await widget.submit.click();
    await expect(widget.errors.first()).toHaveText("Who?");
    await widget.logIn("lin", "wrong");
    await expect(widget.errors).toHaveText(/^No\. \d+ more$/);
  });
});
