// A backend of the page's own: `element.backend` with any of its functions; what they are given, and what becomes of
// what they answer. Errors are in backend-errors.spec.js.
import { allTold } from "../support/asked.js";
import { answer, calls, openWithBackend, requests } from "../support/backend.js";
import { events } from "../support/events.js";
import { expect, test } from "../support/test.js";

const details = async (page, type) => (await events(page, type)).map((event) => event.detail);

/** What every function is given last, of a call that is over or under way. */
const CALL = { bound: true, aborted: false, lang: "en-US" };

test.describe("all functions", () => {
  test("log in with a password, and no server is asked", async ({ page, server, widget }) => {
    const sent = requests(page);
    await openWithBackend({ page, server }, (good) => ({ ...good, config: () => ({ name: "Own", welcome: "Hello" }) }));
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Own");
    await expect(widget.element.locator(".guard-subtitle")).toHaveText("Hello");
    await widget.logIn("  lin ", " p w ");
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => calls(page)).toEqual([
      { ...CALL, name: "config", args: [] },
      { ...CALL, name: "login", args: [{ account: "lin", password: " p w " }] },
    ]);
    await expect.poll(() => details(page, "guard-login")).toEqual([{ method: "password", user: { id: "u1", username: "lin" }, token: "own-token" }]);
    await allTold(page);
    expect(sent).toEqual([]);
  });

  test("log in with a code: each function gets the very object that createCode answered", async ({ page, server, widget }) => {
    const sent = requests(page);
    await openWithBackend({ page, server }, (good) => ({
      ...good,
      createCode: () => (globalThis.code = { ...good.createCode(), seq: 7, mine: Symbol("only this object has it") }),
    }));
    await widget.showCode();
    await expect.poll(() => widget.codeText()).toBe("https://own.example/c/1");
    await answer(page, { status: "scanned", seq: 8, number: "42", scanner: { nickname: "L*n" }, expiresIn: 30 });
    await expect(widget.status("scanned")).toBeVisible();
    expect(await widget.number()).toBe("42");
    await expect(widget.element.locator(".guard-name")).toHaveText("L*n");
    await answer(page, { status: "confirmed", ticket: "own-ticket" });
    await expect(widget.status("success")).toBeVisible();

    await expect.poll(() => calls(page, "check")).toHaveLength(2);
    const [first, second] = await calls(page, "check");
    expect([first, second]).toMatchObject([
      { ...CALL, seq: 7, wait: 25 },
      { ...CALL, seq: 8, wait: 25 },
    ]);
    const [redeem] = await calls(page, "redeem");
    expect(redeem).toMatchObject({ ...CALL, args: [{ id: "code-1" }, "own-ticket"] });
    const same = await page.evaluate(() =>
      globalThis.own.calls.filter(({ name }) => ["check", "redeem"].includes(name)).map(({ args }) => args[0] === globalThis.code),
    );
    expect(same).toEqual([true, true, true]);
    await expect.poll(() => details(page, "guard-login")).toEqual([{ method: "qr", user: { id: "u2" }, token: "own-qr-token", ticket: "own-ticket" }]);
    await expect.poll(() => details(page, "guard-before-login")).toEqual([{ method: "qr" }]);
    expect(await calls(page, "abandon")).toEqual([]);
    await allTold(page);
    expect(sent).toEqual([]);
  });

  test("promises and plain values are one and the same, also in methods of a class", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => {
      class Backend {
        #name = "A class";
        config() {
          return new Promise((resolve) => setTimeout(resolve, 50, { name: this.#name }));
        }
        async login(credentials) {
          await null;
          return good.login(credentials);
        }
        createCode() {
          return { then: (resolve) => resolve(good.createCode()) };
        }
        check() {
          return Promise.resolve({ status: "confirmed", user: { id: "u3" } });
        }
      }
      return new Backend();
    });
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to A class");
    await widget.qrTab.click();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => details(page, "guard-login")).toEqual([{ method: "qr", user: { id: "u3" } }]);
    await widget.element.evaluate((element) => element.reset());
    await widget.passwordTab.click();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });

  test("the language of a call is the element's by then", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => good, { "app-id": false, host: false, lang: "zh-CN" });
    await expect(widget.submit).toHaveText("登录");
    // The form is there before anything is called.
    await expect.poll(() => calls(page, "config")).toHaveLength(1);
    await widget.element.evaluate((element) => (element.lang = "en-US"));
    await expect(widget.submit).toHaveText("Log in");
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(async () => (await calls(page)).map(({ name, lang }) => [name, lang])).toEqual([
      ["config", "zh-CN"],
      ["login", "en-US"],
    ]);
  });

  test("removed, it aborts what is under way and gives the code up", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => ({ ...good, login: () => new Promise(() => {}) }));
    await widget.showCode();
    await page.waitForFunction(() => globalThis.own.answer);
    await widget.passwordTab.click();
    await widget.logIn();
    await expect.poll(() => calls(page, "login")).toHaveLength(1);
    expect((await calls(page)).filter(({ aborted }) => aborted)).toEqual([]);
    await widget.element.evaluate((element) => element.remove());
    await expect.poll(async () => (await calls(page, "abandon")).length).toBe(1);
    await expect.poll(async () => (await calls(page)).filter(({ aborted }) => aborted).map(({ name }) => name)).toEqual(["check", "login"]);
    expect(await page.evaluate(() => globalThis.own.calls.at(-1).args[0].id)).toBe("code-1");
    await expect.poll(async () => (await calls(page, "abandon"))[0]?.bound).toBe(true);
  });

  test("a signal of a call that was answered is never aborted", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => good);
    await widget.showCode();
    await answer(page, { status: "confirmed", ticket: "t" });
    await expect(widget.status("success")).toBeVisible();
    await widget.element.evaluate((element) => element.remove());
    await page.waitForTimeout(50);
    expect((await calls(page)).filter(({ aborted }) => aborted).map(({ name }) => name)).toEqual([]);
  });
});

test.describe("the answer of config", () => {
  test("chooses tabs, their order, the first one, the logo", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => ({
      ...good,
      config: () => ({
        ...{ name: "Own", tabs: ["qr", "password"], defaultTab: "password" },
        logo: "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==",
        welcome: { "zh-CN": "欢迎", en: "Good morning" },
      }),
    }));
    await expect(widget.element.getByRole("tab")).toHaveText(["QR code", "Password"]);
    await expect(widget.passwordTab).toHaveAttribute("aria-selected", "true");
    await expect(widget.element.locator("img[part=logo]")).toHaveAttribute("src", /^data:image\/gif/);
    await expect(widget.element.locator(".guard-subtitle")).toHaveText("Good morning");
    await widget.element.evaluate((element) => (element.lang = "zh"));
    await expect(widget.element.locator(".guard-subtitle")).toHaveText("欢迎");
  });

  test("may be empty: both tabs, no name", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => ({ ...good, config: () => ({}) }));
    await expect(widget.element.getByRole("heading")).toHaveText("Log in");
    await expect.poll(() => details(page, "guard-ready")).toEqual([{ tabs: ["password", "qr"] }]);
  });
});

test.describe("what a check answers", () => {
  test("waiting goes on; a longer life shows the code longer", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => ({ ...good, createCode: () => ({ ...good.createCode(), expiresIn: 10 }) }));
    await widget.showCode();
    await expect(widget.element.getByRole("timer")).toBeVisible();
    await answer(page, { status: "waiting", seq: 1, expiresIn: 60 });
    await expect(widget.element.getByRole("timer")).toHaveCount(0);
    await expect.poll(() => calls(page, "check")).toHaveLength(2);
    await expect(widget.status("ready")).toBeVisible();
  });

  test("short polls keep to the interval, and hand the counter back", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => ({
      ...good,
      createCode: () => ({ ...good.createCode(), longPoll: false, interval: 0 }),
      check: (_, { seq }) => (seq < 3 ? { status: "waiting", seq: seq + 1 } : { status: "waiting", seq, interval: 60 }),
    }));
    await widget.showCode();
    await expect.poll(() => calls(page, "check")).toHaveLength(4);
    await page.waitForTimeout(300);
    await expect.poll(async () => (await calls(page, "check")).map(({ seq, wait }) => [seq, wait])).toEqual([[0, 0], [1, 0], [2, 0], [3, 0]]);
  });

  for (const [name, progress, status, reason] of [
    ["cancelled", { status: "cancelled" }, "cancelled", "declined"],
    ["expired", { status: "expired" }, "expired", "timed-out"],
    ["confirmed with a user", { status: "confirmed", user: { id: "u" }, token: "t" }, "success", undefined],
    ["confirmed with a token", { status: "confirmed", token: "t" }, "success", undefined],
  ]) {
    test(`${name} is ${status}`, async ({ page, server, widget }) => {
      await openWithBackend({ page, server }, (good) => good, { "app-id": false, host: false, "no-auto-refresh": true });
      await widget.showCode();
      await answer(page, progress);
      await expect(widget.status(status)).toBeVisible();
      await expect.poll(async () => (await details(page, "guard-qr-status")).at(-1)).toEqual({ status, ...(reason && { reason }) });
      const { user, token } = progress;
      const login = { method: "qr", ...(user && { user }), ...(token && { token }) };
      await expect.poll(() => details(page, "guard-login")).toEqual(status === "success" ? [login] : []);
      expect(await calls(page, "redeem")).toEqual([]);
    });
  }

  test("mfa asks for a second factor, with all that it came with", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => good);
    await widget.showCode();
    await answer(page, { status: "mfa", code: 1636, message: "more", data: { mfaToken: "m" }, flowHandle: "f" });
    await expect(widget.status("error")).toBeVisible();
    await expect.poll(() => details(page, "guard-mfa-required")).toEqual([{ method: "qr", code: "1636", data: { mfaToken: "m" }, flowHandle: "f" }]);
    await expect.poll(async () => (await details(page, "guard-qr-status")).at(-1)).toMatchObject({ status: "error", reason: "mfa-required" });
    await expect(widget.qr).toContainText("second verification step");
  });

  test("error says the page's own words, and the button makes a new code", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => good);
    await widget.showCode();
    await answer(page, { status: "error", code: "no-seat", message: "There is no seat left" });
    await expect(widget.status("error")).toBeVisible();
    await expect.poll(() => details(page, "guard-login-error")).toEqual([
      { method: "qr", code: "no-seat", message: "There is no seat left", retryable: false },
    ]);
    await expect(widget.qr).toContainText("There is no seat left");
    await widget.refresh.click();
    await expect.poll(() => widget.codeText()).toBe("https://own.example/c/2");
  });
});

test("a picture of a code is shown as a picture", async ({ page, server, widget }) => {
  const url = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
  await page.addInitScript((url) => (globalThis.picture = url), url);
  await openWithBackend({ page, server }, (good) => ({ ...good, createCode: () => ({ id: "p", url: globalThis.picture }) }));
  await widget.qrTab.click();
  await expect(widget.image).toHaveAttribute("src", url);
  expect(await widget.codeTextNow()).toBeUndefined();
});

test("fractions of a second, and a user of any shape, are the page's right", async ({ page, server, widget }) => {
  await openWithBackend({ page, server }, (good) => ({
    ...good,
    createCode: () => ({ ...good.createCode(), expiresIn: 59.6, interval: 0.5 }),
    login: () => ({ user: { id: 7, email: ["a@own.example"], photo: null, born: 1999.5 } }),
  }));
  await widget.showCode();
  await answer(page, { status: "waiting", expiresIn: 58.9, seq: 1 });
  await expect.poll(() => calls(page, "check")).toHaveLength(2);
  await widget.passwordTab.click();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(async () => (await details(page, "guard-login"))[0]?.user).toEqual({ id: 7, email: ["a@own.example"], photo: null, born: 1999.5 });
});

// Each function alone: the rest is the server's.
test.describe("one function alone, beside the server", () => {
  const OF_SERVER = { "app-id": "demo", host: "/" };

  test("config", async ({ page, server, widget }) => {
    const sent = requests(page);
    await openWithBackend({ page, server }, ({ config }) => ({ config }), OF_SERVER);
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Own");
    await allTold(page);
    expect(sent, "nobody asks the server for what the page says").toEqual([]);
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(async () => (await details(page, "guard-login"))[0]?.user.username).toBe("lin");
  });

  test("login", async ({ page, server, widget }) => {
    const sent = requests(page);
    await openWithBackend({ page, server }, ({ login }) => ({ login }), OF_SERVER);
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Shanlan");
    await widget.logIn("lin", "any");
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(async () => (await details(page, "guard-login"))[0]?.token).toBe("own-token");
    await allTold(page);
    expect(sent.filter((path) => path.includes("/login/"))).toEqual([]);
  });

  test("createCode: the server is asked how far that code is", async ({ page, server, widget }) => {
    const checked = [];
    await page.route("**/api/v2/qrcode/check*", async (route) => {
      checked.push(new URL(route.request().url()).searchParams.get("random"));
      await route.fulfill({ json: { code: 200, statusCode: 200, data: { random: "code-1", status: 2, ticket: "t", userInfo: {} } } });
    });
    await page.route("**/api/v2/qrcode/userinfo", (route) =>
      route.fulfill({ json: { code: 200, statusCode: 200, data: { id: "of-server", token: "k" } } }),
    );
    await openWithBackend({ page, server }, ({ createCode }) => ({ createCode }), OF_SERVER);
    await widget.qrTab.click();
    await expect(widget.status("success")).toBeVisible();
    expect(checked).toEqual(["code-1"]);
    await expect.poll(async () => (await details(page, "guard-login"))[0]?.user.id).toBe("of-server");
  });

  test("check: it is given the server's code", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, ({ check }) => ({ check }), OF_SERVER);
    await widget.showCode();
    const text = await widget.codeText();
    await answer(page, { status: "confirmed", user: { id: "own" } });
    await expect(widget.status("success")).toBeVisible();
    const [{ args }] = await calls(page, "check");
    expect(args).toEqual([{ id: text.split("/").at(-1), text, expiresIn: 120 }]);
  });

  test("redeem: it is given the server's ticket", async ({ page, server, widget, phone }) => {
    await openWithBackend({ page, server }, ({ redeem }) => ({ redeem }), OF_SERVER);
    await widget.showCode();
    const text = await widget.codeText();
    const scan = await phone(text);
    await expect(widget.status("scanned")).toBeVisible();
    await scan.confirm(await widget.number());
    await expect(widget.status("success")).toBeVisible();
    const [{ args }] = await calls(page, "redeem");
    expect(args).toEqual([expect.objectContaining({ id: text.split("/").at(-1) }), expect.any(String)]);
    await expect.poll(() => details(page, "guard-login")).toEqual([{ method: "qr", user: { id: "u2" }, token: "own-qr-token", ticket: args[1] }]);
  });

  test("abandon: the server hears nothing", async ({ page, server, widget }) => {
    const sent = requests(page);
    await openWithBackend({ page, server }, ({ abandon }) => ({ abandon }), OF_SERVER);
    await widget.showCode();
    const text = await widget.codeText();
    await widget.element.evaluate((element) => element.remove());
    await expect.poll(() => calls(page, "abandon")).toHaveLength(1);
    await expect.poll(async () => (await calls(page, "abandon"))[0]?.args).toEqual([expect.objectContaining({ text })]);
    await allTold(page);
    expect(sent.filter((path) => path.endsWith("/abandon"))).toEqual([]);
  });

  test("logout: it is given the server's token", async ({ page, server, widget }) => {
    const sent = requests(page);
    await openWithBackend({ page, server }, ({ logout }) => ({ logout }), OF_SERVER);
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await widget.element.evaluate((element) => element.logout());
    await expect.poll(() => calls(page)).toHaveLength(1);
    expect(await calls(page)).toEqual([{ ...CALL, name: "logout", args: [(await details(page, "guard-login"))[0].token] }]);
    await allTold(page);
    expect(sent.filter((path) => path.includes("logout"))).toEqual([]);
  });
});
