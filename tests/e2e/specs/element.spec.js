// The contract of the element: events, attributes, tabs, languages, and what is shown when it is not set up right.
import { allTold, asked, path } from "../support/asked.js";
import { events } from "../support/events.js";
import { Site } from "../support/pages.js";
import { expect, test } from "../support/test.js";

test.describe("events", () => {
  test("guard-ready tells the tabs, once, and bubbles", async ({ page, open }) => {
    const widget = await open();
    await widget.ready();
    // The form is there before the module.
    await expect.poll(() => events(page, "guard-ready")).not.toHaveLength(0);
    const ready = await events(page, "guard-ready");
    expect(ready).toEqual([expect.objectContaining({ detail: { tabs: ["password", "qr"] }, bubbles: true, composed: true, climbed: true })]);
  });

  test("what carries a credential does not bubble; all are composed; one is cancelable (R-17)", async ({ page, open }) => {
    const widget = await open();
    await widget.showCode();
    await widget.passwordTab.click();
    await widget.logIn("lin", "wrong");
    await expect(widget.errors).toHaveCount(1);
    await page.route("**/api/v2/login/account", (route) =>
      route.fulfill({
        json: { code: 1636, statusCode: 301, apiCode: 1636, message: "mfa", data: { mfaToken: "secret" }, flowHandle: "flow" },
      }),
    );
    await widget.logIn();
    await expect.poll(() => events(page, "guard-mfa-required")).toHaveLength(1);
    await page.unroute("**/api/v2/login/account");
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => events(page, "guard-login")).toHaveLength(1);

    const heard = await events(page);
    const alone = ["guard-login", "guard-mfa-required"];
    expect(new Set(heard.map((event) => event.type))).toEqual(
      new Set(["guard-ready", "guard-tab-change", "guard-qr-status", "guard-before-login", "guard-login-error", ...alone]),
    );
    for (const event of heard) {
      expect(event, event.type).toMatchObject({
        composed: true,
        bubbles: !alone.includes(event.type),
        climbed: !alone.includes(event.type),
        cancelable: event.type === "guard-before-login",
      });
    }
    expect(heard.find((event) => event.type === "guard-mfa-required").detail).toEqual({
      method: "password",
      code: "1636",
      data: { mfaToken: "secret" },
      flowHandle: "flow",
    });
  });

  test("guard-before-login tells the account, never the password; stopped, nothing is sent", async ({ page, open }) => {
    const widget = await open();
    const requests = asked(page, (request) => request.url().includes("/login/account") && request.url());
    await widget.element.evaluate((element) => element.addEventListener("guard-before-login", (event) => event.preventDefault(), { once: true }));
    await widget.logIn();
    // The form is there before the module, which tells of it.
    await expect.poll(async () => (await events(page, "guard-before-login")).map((event) => event.detail)).toEqual([{ method: "password", account: "lin" }]);
    await page.waitForTimeout(300);
    await allTold(page);
    expect(requests).toEqual([]);
    await widget.submit.click();
    await expect(widget.status("success")).toBeVisible();
  });

  test("a stopped QR login is cancelled, and its ticket is not redeemed", async ({ page, open, phone }) => {
    const widget = await open();
    await widget.element.evaluate((element) => element.addEventListener("guard-before-login", (event) => event.preventDefault()));
    const redeemed = asked(page, (request) => request.url().endsWith("/qrcode/userinfo") && request.url());
    await widget.showCode();
    const scan = await phone(await widget.codeText());
    await expect(widget.status("scanned")).toBeVisible();
    await scan.confirm(await widget.number());
    await expect(widget.status("cancelled")).toBeVisible();
    await expect.poll(async () => (await events(page, "guard-qr-status")).at(-1)?.detail).toMatchObject({ status: "cancelled", reason: "vetoed" });
    await allTold(page);
    expect(redeemed).toEqual([]);
  });

  test("a listener that throws breaks nothing", async ({ page, open, complaints }) => {
    complaints.allowed.push(/the page's own mistake/);
    const widget = await open();
    await page.evaluate(() =>
      addEventListener("guard-qr-status", () => {
        throw new Error("the page's own mistake");
      }),
    );
    await widget.showCode();
    await widget.passwordTab.click();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });

  test("an element removed from inside its own event is removed", async ({ page, open }) => {
    const widget = await open();
    await widget.element.evaluate((element) => element.addEventListener("guard-login", () => element.remove()));
    await widget.logIn();
    await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
    await expect(widget.element).toHaveCount(0);
  });
});

test.describe("tabs", () => {
  test("arrows, Home and End move, and one tab is in the tab order (R-31)", async ({ page, open }) => {
    const widget = await open();
    const [password, qr] = [widget.passwordTab, widget.qrTab];
    const chosen = async (one, other) => {
      await expect(one).toHaveAttribute("aria-selected", "true");
      await expect(one).toHaveAttribute("tabindex", "0");
      await expect(one).toBeFocused();
      await expect(other).toHaveAttribute("aria-selected", "false");
      await expect(other).toHaveAttribute("tabindex", "-1");
    };
    await password.focus();
    for (const [key, one, other] of [
      ["ArrowRight", qr, password],
      ["ArrowRight", password, qr],
      ["ArrowLeft", qr, password],
      ["Home", password, qr],
      ["End", qr, password],
    ]) {
      await page.keyboard.press(key);
      await chosen(one, other);
    }
    await expect.poll(async () => (await events(page, "guard-tab-change")).map((event) => event.detail.tab)).toEqual(["qr", "password", "qr", "password", "qr"]);
  });

  test("each tab names its panel, and only the chosen panel is there", async ({ open }) => {
    const widget = await open();
    await widget.showCode();
    const panel = widget.element.getByRole("tabpanel");
    await expect(panel).toHaveCount(1);
    await expect(panel).toHaveAccessibleName("QR code");
    expect(await panel.getAttribute("id")).toBe(await widget.qrTab.getAttribute("aria-controls"));
    await expect(widget.element.getByRole("tablist")).toHaveAccessibleName("Ways to log in");
  });

  for (const [tabs, shown, hidden] of [
    ["qr", "code", "account"],
    ["password", "account", "qr"],
  ]) {
    test(`tabs="${tabs}" shows that one, and no strip`, async ({ page, open }) => {
      const widget = await open({ tabs });
      await expect(widget[shown]).toBeVisible();
      await expect(widget[hidden]).toHaveCount(0);
      await expect(widget.element.getByRole("tab")).toHaveCount(0);
      await expect(widget.element.getByRole("tabpanel")).toHaveCount(0);
      await expect.poll(() => events(page, "guard-ready")).not.toHaveLength(0);
      await expect.poll(async () => (await events(page, "guard-ready"))[0]?.detail).toEqual({ tabs: [tabs] });
    });
  }

  test("their order is the attribute's, and default-tab chooses one", async ({ open }) => {
    const widget = await open({ tabs: "qr,password", "default-tab": "password" });
    await expect(widget.element.getByRole("tab")).toHaveText(["QR code", "Password"]);
    await expect(widget.passwordTab).toHaveAttribute("aria-selected", "true");
  });

  test("the QR code is asked for when its tab is opened, and not before", async ({ page, open }) => {
    const created = asked(page, (request) => request.url().endsWith("/qrcode/gene") && request.url());
    const widget = await open();
    await widget.ready();
    await page.waitForTimeout(300);
    await allTold(page);
    expect(created).toEqual([]);
    await widget.showCode();
    await widget.passwordTab.click();
    await widget.showCode();
    await allTold(page);
    expect(created, "and once").toHaveLength(1);
  });

  test("setTab() chooses a tab, and an unknown name is an error that says which there are", async ({ open }) => {
    const widget = await open();
    await widget.ready();
    await widget.element.evaluate((element) => element.setTab("qr"));
    await expect(widget.code).toBeVisible();
    const said = await widget.element.evaluate((element) => {
      try {
        element.setTab("sms");
      } catch (error) {
        return String(error);
      }
    });
    expect(said).toContain("use `password`, `qr`");
  });

  test("refreshQr() makes a new code, and reset() starts over", async ({ open }) => {
    const widget = await open({ "default-tab": "qr" });
    await widget.code.waitFor();
    const seen = [await widget.codeText()];
    for (const method of ["refreshQr", "reset"]) {
      await widget.element.evaluate((element, method) => element[method](), method);
      await expect.poll(async () => !seen.includes((await widget.codeText()) ?? seen[0])).toBe(true);
      seen.push(await widget.codeText());
    }
    await widget.passwordTab.click();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await widget.element.evaluate((element) => element.reset());
    await expect(widget.account).toHaveValue("");
  });
});

test.describe("language", () => {
  for (const [lang, title, submit, welcome] of [
    ["zh-CN", "登录 Shanlan", "登录", "欢迎回来"],
    ["en-US", "Log in to Shanlan", "Log in", "Welcome back"],
  ]) {
    test(`lang="${lang}"`, async ({ open }) => {
      const widget = await open({ lang });
      await expect(widget.element.getByRole("heading")).toHaveText(title);
      await expect(widget.submit).toHaveText(submit);
      await expect(widget.element.locator(".guard-subtitle")).toHaveText(welcome);
      await expect(widget.element.locator("[part=base]")).toHaveAttribute("lang", lang);
      await expect(widget.element.getByRole("region")).toHaveAccessibleName(title);
    });
  }

  test("the server's own words come in the language of the widget", async ({ open }) => {
    const widget = await open({ lang: "zh-CN" });
    await widget.element.locator("input[name=username]").fill("lin");
    await widget.password.fill("wrong");
    await widget.submit.click();
    await expect(widget.errors).toHaveText(/^账号或密码不正确，还可以再试 \d+ 次$/);
  });

  test.describe("of the browser", () => {
    test.use({ locale: "zh-CN" });

    test("counts when the attribute is not set", async ({ open }) => {
      const widget = await open();
      await expect(widget.submit).toHaveText("登录");
    });
  });
});

test.describe("attributes at run time", () => {
  test("lang, theme and heading change what is shown, and what was typed stays", async ({ open }) => {
    const widget = await open();
    await widget.account.fill("lin");
    await widget.element.evaluate((element) => {
      element.theme = "dark";
      element.heading = "Members";
    });
    await expect(widget.element.locator("[part=base]")).toHaveAttribute("data-theme", "dark");
    await expect(widget.element.getByRole("heading")).toHaveText("Members");
    await expect(widget.account).toHaveValue("lin");
    await widget.element.evaluate((element) => element.setAttribute("lang", "zh-CN"));
    await expect(widget.submit).toHaveText("登录");
    await expect(widget.element.locator("input[name=username]")).toHaveValue("lin");
  });

  test("tabs come and go", async ({ open }) => {
    const widget = await open({ tabs: "password" });
    await widget.account.fill("lin");
    await widget.element.evaluate((element) => (element.tabs = "password,qr"));
    await expect(widget.element.getByRole("tab")).toHaveCount(2);
    await expect(widget.account).toHaveValue("lin");
    await widget.element.evaluate((element) => element.setAttribute("tabs", "qr"));
    await expect(widget.code).toBeVisible();
    await expect(widget.element.getByRole("tab")).toHaveCount(0);
  });

  test("another app-id is another login", async ({ page, open, complaints }) => {
    complaints.allowed.push(/^Failed to load resource: /);
    const widget = await open({ "app-id": "nobody" });
    await expect(widget.errors).toHaveCount(1);
    await widget.element.evaluate((element) => (element.appId = "demo"));
    await expect(widget.account).toBeVisible();
    await expect.poll(() => events(page, "guard-ready")).toHaveLength(1);
  });

  test("properties reflect attributes", async ({ open }) => {
    const widget = await open({ "qr-size": "240", "no-auto-refresh": true });
    const values = await widget.element.evaluate((element) => {
      element.defaultTab = "qr";
      element.noAutoRefresh = false;
      return [element.appId, element.host, element.qrSize, element.getAttribute("default-tab"), element.hasAttribute("no-auto-refresh")];
    });
    expect(values).toEqual(["demo", "/", 240, "qr", false]);
  });
});

test.describe("not set up right", () => {
  test("an unknown app-id is said to the person and to the page", async ({ page, open }) => {
    const widget = await open({ "app-id": "nobody" });
    await expect(widget.element.getByRole("alert")).toContainText("This application does not exist");
    await expect.poll(() => events(page, "guard-error")).toHaveLength(1);
    const [error] = await events(page, "guard-error");
    expect(error).toMatchObject({ bubbles: true, composed: true });
    expect(error.detail.message).toContain("This application does not exist");
    expect(error.detail.code).toBeTruthy();
  });

  test("a missing app-id says what to set", async ({ page, open }) => {
    const widget = await open({ "app-id": false });
    await expect(widget.element.getByRole("alert")).toContainText("`app-id` is missing");
    await expect.poll(async () => (await events(page, "guard-error"))[0]?.detail.code).toBe("setup");
  });

  test("an unreachable host is said, and can be tried again", async ({ page, open, complaints }) => {
    complaints.allowed.push(/^Failed to load resource: /);
    await page.route("https://login.invalid/**", (route) => route.abort("connectionrefused"));
    const widget = await open({ host: "https://login.invalid" });
    await expect(widget.element.getByRole("alert")).toContainText("Can’t reach the server");
    await expect.poll(async () => (await events(page, "guard-error"))[0]?.detail.code).toBe("network");
    await expect(widget.element.getByRole("button", { name: "Try again" })).toBeVisible();
  });

  test("a host that is not safe is refused (R-30)", async ({ page, open }) => {
    const requests = asked(page, (request) => request.url().includes("login.example") && request.url());
    const widget = await open({ host: "http://login.example" });
    await expect(widget.element.getByRole("alert")).toBeVisible();
    await expect.poll(async () => (await events(page, "guard-error"))[0]?.detail.code).toBe("setup");
    await allTold(page);
    expect(requests).toEqual([]);
  });

  test.describe("of an application that lists the origins of its sites", () => {
    test.use({ settings: { GUARD_APP_ID: "demo", GUARD_APP_NAME: "Shop", GUARD_APP_ALLOWED_ORIGINS: "https://shop.example" } });

    test("a page of another site says that it is not allowed, and asks for nothing else", async ({ page, server, widget }) => {
      const paths = asked(page, (request) => request.url().startsWith(`${server.url}/api/`) && path(request));
      const site = await Site.start(server);
      try {
        await page.goto(`${site.url}/plain.html`);
        await expect(widget.element.getByRole("alert")).toContainText(`\`${site.url}\` is not among the application's allowed origins`);
        await expect.poll(async () => (await events(page, "guard-error"))[0]?.detail.code).toBe("setup");
        await expect(widget.account).toHaveCount(0);
        await allTold(page);
        expect(new Set(paths)).toEqual(new Set(["/api/v2/applications/demo/public-config"]));
      } finally {
        await site.stop();
      }
    });

    test("a page of the login server itself is allowed", async ({ open }) => {
      const widget = await open();
      await widget.showCode();
      await widget.passwordTab.click();
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
    });
  });
});

test("hostile texts from the server are text (R-9)", async ({ page, open }) => {
  const hostile = '<img src=x onerror="globalThis.hit=1">';
  await page.route("**/public-config", async (route) => {
    const response = await route.fetch();
    const reply = await response.json();
    Object.assign(reply.data, { name: hostile, welcomeMessage: { "en-US": hostile }, logo: "javascript:globalThis.hit=1" });
    await route.fulfill({ response, json: reply });
  });
  const widget = await open();
  await expect(widget.element.getByRole("heading")).toHaveText(`Log in to ${hostile}`);
  await widget.showCode();
  await expect(widget.element.locator("img")).toHaveCount(0);
  expect(await page.evaluate(() => globalThis.hit)).toBeUndefined();
});
