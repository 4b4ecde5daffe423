// The password form is there before the module: what a person does with it meanwhile is still so afterwards.
import { allTold, asked, path } from "../support/asked.js";
import { events } from "../support/events.js";
import { focused } from "../support/focus.js";
import { CONFIG, MODULE, hold } from "../support/hold.js";
import { expect, test as base } from "../support/test.js";

/** How long the module is held back, in ms. */
const LATE = 5_000;

const ACCOUNT = "lin";
const PASSWORD = "shanlan-tea-2026";

const test = base.extend({
  /** Opens a box whose module comes when `arrive()` is called, no sooner than {@link LATE} after the page. */
  early: async ({ page, open, widget }, use) => {
    await use(async (attributes = {}) => {
      const go = await hold(page, MODULE);
      await open(attributes);
      await expect(widget.account).toBeVisible();
      await widget.account.evaluate((input) => {
        globalThis.field = input;
        globalThis.fieldEvents = [];
        const password = input.form.querySelector("[name=password]");
        globalThis.secret = password;
        for (const type of ["blur", "focus", "compositionstart", "compositionend", "change"]) {
          for (const one of [input, password]) one.addEventListener(type, () => globalThis.fieldEvents.push(`${one.name} ${type}`));
        }
      });
      const opened = Date.now();
      return async () => {
        await page.waitForTimeout(Math.max(0, LATE - (Date.now() - opened)));
        go();
        await expect(widget.element.getByRole("heading"), "the module has drawn the card").toBeVisible();
        await widget.ready();
      };
    });
  },
});

/** Whether the fields are the very elements that were there first. */
const isSame = (page, widget) => widget.account.evaluate((input) => input === globalThis.field && globalThis.secret === input.form.querySelector("[name=password]"));

const fieldEvents = (page) => page.evaluate(() => globalThis.fieldEvents);

const logins = (page) => asked(page, (request) => path(request).endsWith("/login/account") && request.postDataJSON());

const expectLogin = async (page, widget, sent) => {
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  await page.waitForTimeout(300);
  await allTold(page);
  expect(sent, "sent once").toHaveLength(1);
  await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  expect(await events(page, "guard-login-error")).toEqual([]);
};

for (const shadow of ["open", "none"]) {
  test.describe(`shadow="${shadow}"`, () => {
    test("account and password that were typed are there, and log in", async ({ page, widget, early }) => {
      const sent = logins(page);
      const arrive = await early({ shadow });
      await widget.account.click();
      await page.keyboard.type(ACCOUNT);
      await page.keyboard.press("Tab");
      await page.keyboard.type(PASSWORD);
      const before = await fieldEvents(page);
      await arrive();
      await expect(widget.account).toHaveValue(ACCOUNT);
      await expect(widget.password).toHaveValue(PASSWORD);
      await expect.poll(() => isSame(page, widget), "the very same fields").toBe(true);
      await expect.poll(() => focused(page)).toBe("password");
      await expect.poll(() => fieldEvents(page), "the focus did not move for a moment").toEqual(before);
      await expect(widget.element.locator(".guard-scope")).toHaveCount(1);
      await page.keyboard.press("Enter");
      await expectLogin(page, widget, sent);
    });

    test("the caret stays in the middle of the word", async ({ page, widget, early }) => {
      const arrive = await early({ shadow });
      await widget.account.click();
      await page.keyboard.type("shnlan");
      for (let left = 0; left < 4; left++) await page.keyboard.press("ArrowLeft");
      await arrive();
      await page.keyboard.type("a");
      await expect(widget.account).toHaveValue("shanlan");
      await expect.poll(() => fieldEvents(page)).toEqual(["username focus"]);
    });

    test("a selection keeps its ends and its direction", async ({ page, widget, early }) => {
      const arrive = await early({ shadow });
      await widget.account.click();
      await page.keyboard.type("shanlan");
      for (let left = 0; left < 3; left++) await page.keyboard.press("Shift+ArrowLeft");
      const selection = () => widget.account.evaluate((input) => [input.selectionStart, input.selectionEnd, input.selectionDirection]);
      expect(await selection()).toEqual([4, 7, "backward"]);
      await arrive();
      await expect.poll(selection).toEqual([4, 7, "backward"]);
      await page.keyboard.type("o");
      await expect(widget.account).toHaveValue("shano");
    });

    test("a composition goes on", async ({ page, widget, early }) => {
      const arrive = await early({ shadow });
      const client = await page.context().newCDPSession(page);
      await widget.account.click();
      await client.send("Input.imeSetComposition", { text: "shan", selectionStart: 4, selectionEnd: 4 });
      await arrive();
      await expect(widget.account).toHaveValue("shan");
      await client.send("Input.imeSetComposition", { text: "shanlan", selectionStart: 7, selectionEnd: 7 });
      await expect(widget.account).toHaveValue("shanlan");
      await client.send("Input.insertText", { text: "山岚" });
      await expect(widget.account).toHaveValue("山岚");
      await expect.poll(() => fieldEvents(page)).toEqual(["username focus", "username compositionstart", "username compositionend"]);
    });

    test("what a password manager filled in is there, and logs in", async ({ page, widget, early }) => {
      const sent = logins(page);
      const arrive = await early({ shadow });
      await page.evaluate(
        (values) => {
          for (const [at, input] of [globalThis.field, globalThis.secret].entries()) {
            input.value = values[at];
            input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
            input.dispatchEvent(new Event("change", { bubbles: true }));
            input.setAttribute("data-manager", "filled");
          }
        },
        [ACCOUNT, PASSWORD],
      );
      await arrive();
      await expect(widget.password).toHaveValue(PASSWORD);
      await expect(widget.password, "and so are its marks").toHaveAttribute("data-manager", "filled");
      await widget.submit.click();
      await expectLogin(page, widget, sent);
    });

    for (const [how, press] of [
      ["Enter", (page) => page.keyboard.press("Enter")],
      ["a click", (_, widget) => widget.submit.click()],
    ]) {
      test(`${how} that came before the module logs in, once`, async ({ page, widget, early }) => {
        const sent = logins(page);
        const arrive = await early({ shadow });
        await widget.account.click();
        await page.keyboard.type(ACCOUNT);
        await page.keyboard.press("Tab");
        await page.keyboard.type(PASSWORD);
        await press(page, widget);
        await press(page, widget);
        await expect(widget.submit).toHaveAttribute("aria-busy", "true");
        expect(page.url(), "the form went nowhere").toMatch(/\/e2e\/page$/);
        await arrive();
        await expectLogin(page, widget, sent);
        await expect.poll(() => events(page, "guard-before-login")).toHaveLength(1);
      });
    }

    test("a submit is taken back by going on to type", async ({ page, widget, early }) => {
      const sent = logins(page);
      const arrive = await early({ shadow });
      await widget.account.click();
      await page.keyboard.type(ACCOUNT);
      await page.keyboard.press("Enter");
      await expect(widget.submit).toHaveAttribute("aria-busy", "true");
      await page.keyboard.press("Tab");
      await page.keyboard.type("x");
      await expect(widget.submit).not.toHaveAttribute("aria-busy");
      await arrive();
      await page.waitForTimeout(300);
      await allTold(page);
      expect(sent).toEqual([]);
    });

    test("the password that is shown stays shown, and the button hides it", async ({ page, widget, early }) => {
      const arrive = await early({ shadow });
      await widget.password.fill(PASSWORD);
      await widget.element.getByRole("button", { name: "Show password" }).click();
      await expect(widget.password).toHaveAttribute("type", "text");
      await widget.account.click();
      await arrive();
      await expect(widget.password).toHaveAttribute("type", "text");
      await expect.poll(() => focused(page), "and the focus where it was").toBe("username");
      await widget.element.getByRole("button", { name: "Hide password" }).click();
      await expect(widget.password).toHaveAttribute("type", "password");
      await expect(widget.password).toHaveValue(PASSWORD);
    });

    for (const name of ["Show password", "Log in"]) {
      test(`the focus stays on the button "${name}"`, async ({ page, widget, early }) => {
        const arrive = await early({ shadow });
        const button = widget.element.getByRole("button", { name, exact: true });
        await button.focus();
        await button.evaluate((button) => (globalThis.button = button));
        await arrive();
        await expect.poll(() => button.evaluate((button) => button === globalThis.button && button.matches(":focus"))).toBe(true);
      });
    }

    test("fields that somebody has wrapped lose nothing that was typed", async ({ page, widget, early }) => {
      const sent = logins(page);
      const arrive = await early({ shadow });
      await page.evaluate(() => {
        const wrapper = document.createElement("span");
        globalThis.field.replaceWith(wrapper);
        wrapper.append(globalThis.field);
        globalThis.field.form.prepend("Translated");
      });
      await widget.password.fill(PASSWORD);
      await widget.account.click();
      await page.keyboard.type("ln");
      await page.keyboard.press("ArrowLeft");
      await arrive();
      await expect.poll(() => focused(page)).toBe("username");
      await page.keyboard.type("i");
      await expect(widget.account).toHaveValue(ACCOUNT);
      await page.keyboard.press("Enter");
      await expectLogin(page, widget, sent);
    });
  });
}

test.describe("when the application wants the code first", () => {
  /** Holds the configuration back until `go()`, and puts the code first in it. */
  const codeFirst = async (page) => {
    let go;
    const held = new Promise((resolve) => (go = resolve));
    await page.route(CONFIG, async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      body.data.loginTabs.default = body.data.loginTabs.list.find((method) => /qrcode/.test(method));
      expect(body.data.loginTabs.default).toBeTruthy();
      await held;
      await route.fulfill({ response, json: body });
    });
    return go;
  };

  test("the box changes over as long as nothing was typed, and the focus goes along", async ({ page, widget, open }) => {
    const go = await codeFirst(page);
    await open();
    await widget.account.click();
    go();
    await expect(widget.code).toBeVisible();
    await expect(widget.account).toBeHidden();
    await expect.poll(() => focused(page)).toBe("QR code");
    expect(await events(page, "guard-tab-change")).toEqual([]);
  });

  for (const late of ["configuration", "module"]) {
    test(`what was typed keeps the form, the ${late} coming last`, async ({ page, widget, open }) => {
      const letConfig = await codeFirst(page);
      const letModule = await hold(page, MODULE);
      await open();
      if (late === "configuration") {
        const loaded = page.waitForResponse(MODULE);
        letModule();
        await loaded;
        // So long may the module take to start with it.
        await page.waitForTimeout(300);
      }
      await widget.account.click();
      await page.keyboard.type("lin");
      letConfig();
      letModule();
      await expect(widget.element.getByRole("heading")).toBeVisible();
      await expect(widget.account).toBeVisible();
      await expect(widget.account).toHaveValue("lin");
      await expect(widget.passwordTab).toHaveAttribute("aria-selected", "true");
      await expect.poll(() => focused(page)).toBe("username");
      expect(await events(page, "guard-tab-change")).toEqual([]);
    });
  }

  for (const [what, attributes] of [
    ["tabs", { tabs: "qr,password" }],
    ["default-tab", { "default-tab": "qr" }],
  ]) {
    test(`${what} says so at once: there is no form`, async ({ page, widget, open }) => {
      const go = await hold(page, MODULE);
      await open(attributes);
      await expect(widget.element.locator("[aria-busy=true]")).toBeVisible();
      await expect(widget.account).toHaveCount(0);
      go();
      await expect(widget.code).toBeVisible();
    });
  }
});

test.describe("the first frame", () => {
  test("has what the page has set: account, words, links", async ({ page, widget, open }) => {
    const go = await hold(page, MODULE);
    await open({ account: "lin", lang: "zh-CN", "forgot-password-url": "/forgot", "register-url": "/register" });
    await expect(widget.accountInput()).toHaveValue("lin");
    await expect(widget.submit).toHaveText("登录");
    await expect(widget.element.getByRole("link")).toHaveText(["忘记密码", "立即注册"]);
    go();
    await expect(widget.element.getByRole("heading")).toBeVisible();
    await expect(widget.accountInput()).toHaveValue("lin");
    await expect(widget.element.getByRole("link")).toHaveText(["忘记密码", "立即注册"]);
  });

  for (const [name, attributes] of [
    ["in a card", {}],
    ["bare, with links", { bare: true, "forgot-password-url": "/forgot", "register-url": "/register" }],
    ["with a large code", { "qr-size": "320" }],
    ["in the light DOM", { shadow: "none", "forgot-password-url": "/forgot" }],
  ]) {
    test(`moves nothing: ${name}`, async ({ page, widget, open }) => {
      await page.addInitScript(() => {
        globalThis.shifted = 0;
        new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (globalThis.shifted += value))).observe({ type: "layout-shift", buffered: true });
      });
      const go = await hold(page, MODULE);
      await open(attributes);
      await expect(widget.account).toBeVisible();
      const boxes = async () => {
        const all = [];
        for (const one of [widget.element, widget.account, widget.password, widget.submit]) all.push(await one.boundingBox());
        return all;
      };
      const before = await boxes();
      go();
      await expect(widget.element.locator("[role=tablist]")).toBeVisible();
      await widget.ready();
      expect(await boxes()).toEqual(before);
      await page.waitForTimeout(300);
      expect(await page.evaluate(() => globalThis.shifted)).toBe(0);
    });
  }

  test("focus() goes to its first field at once", async ({ page, widget, open }) => {
    const go = await hold(page, MODULE);
    await open();
    await widget.element.evaluate((element) => element.focus());
    await expect.poll(() => focused(page)).toBe("username");
    await page.keyboard.type("l");
    await page.keyboard.press("Tab");
    go();
    await widget.ready();
    await page.waitForTimeout(100);
    expect(await focused(page), "and is not fetched back").toBe("password");
  });

  test("in a dialog what is typed goes to its first field", async ({ page, widget, open }) => {
    const go = await hold(page, MODULE);
    await open({ mode: "modal" });
    await widget.element.evaluate((element) => element.show());
    await page.keyboard.type("lin");
    await expect(widget.account).toHaveValue("lin");
    go();
    await expect(widget.element.getByRole("heading")).toBeVisible();
    await page.keyboard.type("a");
    await expect(widget.account).toHaveValue("lina");
  });

  test("the password is gone with the box", async ({ page, widget, open }) => {
    await hold(page, MODULE);
    await open();
    await widget.password.fill(PASSWORD);
    const left = await widget.password.evaluate((input) => {
      const element = input.getRootNode().host;
      element.remove();
      return new Promise((resolve) => setTimeout(() => resolve([input.value, input.isConnected])));
    });
    expect(left).toEqual(["", false]);
  });

  test("the module fails, then comes: what was typed is still there", async ({ page, widget, open, complaints }) => {
    complaints.allowed.push(/^Failed to load resource: /);
    let go;
    const held = new Promise((resolve) => (go = resolve));
    await page.route(MODULE, async (route) => {
      await held;
      await route.abort("connectionreset");
    }, { times: 1 });
    await open();
    await widget.account.fill("lin");
    go();
    await widget.element.getByRole("button", { name: "Try again" }).click();
    await expect(widget.element.getByRole("heading")).toBeVisible();
    await expect(widget.account).toHaveValue("lin");
    await expect(widget.element.getByRole("alert")).toHaveCount(0);
  });
});
