// `login`: a login with a password for pages that draw the form themselves.
import { allTold, asked } from "../support/asked.js";
import { NO_WASM, expect, expectQuiet, holdModule, openPage, sent, test } from "../support/sdk.js";
import { allowFailedRequests } from "../support/test.js";

const PASSWORD = "shanlan-tea-2026";

/** Logs in, and tells what came of it. */
const login = (page, options = {}) =>
  page.evaluate(
    async (options) => {
      const { GuardError, login } = await import("/dist/guard-widget.js");
      const plain = (error) => {
        const { name, message, code, retryable, remainingAttempts, data, flowHandle } = error;
        return { name, message, code, retryable, remainingAttempts, data, flowHandle, isGuardError: error instanceof GuardError };
      };
      return login({ appId: "demo", host: "/", account: "lin", ...options }).then(
        (detail) => ({ detail, frozen: Object.isFrozen(detail) && Object.isFrozen(detail.user) }),
        (error) => ({ error: plain(error) }),
      );
    },
    { password: PASSWORD, ...options },
  );

test.beforeEach(async ({ page, server }) => {
  await openPage(page, server);
});

test("yields the detail of a login, and the password is in no URL and in no body", async ({ page }) => {
  const said = asked(page, (request) => ({ url: request.url(), body: request.postData() ?? "" }));
  const { detail, frozen } = await login(page, { account: "  lin " });
  expect(detail).toMatchObject({ method: "password", user: { username: "lin" } });
  expect(Object.keys(detail).toSorted()).toEqual(["idToken", "method", "token", "user"]);
  expect(detail.token).toBe(detail.user.token);
  expect(detail.token).toBeTruthy();
  expect(frozen).toBe(true);
  await allTold(page);
  expect(said.filter(({ url }) => url.endsWith("/login/account"))).toHaveLength(1);
  expect(JSON.parse(said.find(({ url }) => url.endsWith("/login/account")).body).account).toBe("lin");
  for (const { url, body } of said) expect(url + body).not.toContain(PASSWORD);
});

test("a wrong password rejects with the server's code and how often it may still be tried", async ({ page }) => {
  for (const [lang, message] of [
    ["en-US", /^Wrong account or password\. Attempts left: \d+$/],
    ["zh-CN", /^账号或密码不正确，还可以再试 \d+ 次$/],
  ]) {
    const { error } = await login(page, { password: "wrong", lang });
    expect(error).toMatchObject({ name: "GuardError", isGuardError: true, code: "2333", retryable: false });
    expect(error.remainingAttempts).toBeGreaterThan(0);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(String(error.remainingAttempts));
  }
});

test("where a second factor is needed it rejects with all that is needed to go on", async ({ page }) => {
  const envelope = { code: 1636, statusCode: 301, apiCode: 1636, message: "mfa", data: { mfaToken: "m", list: [1] }, flowHandle: "f" };
  await page.route("**/login/account", (route) => route.fulfill({ json: envelope }));
  const { error } = await login(page);
  const more = { data: envelope.data, flowHandle: "f" };
  expect(error).toMatchObject({ isGuardError: true, code: "1636", retryable: false, ...more });
  expect(error.message).toContain("second verification step");
});

test("a lost connection is said to be worth another try, and another try works", async ({ page, complaints }) => {
  allowFailedRequests(complaints);
  await page.route("**/login/account", (route) => route.abort("connectionreset"), { times: 1 });
  const { error } = await login(page);
  expect(error).toMatchObject({ isGuardError: true, code: "network", retryable: true });
  expect((await login(page)).detail.user.username).toBe("lin");
});

test("what is not set up right is said", async ({ page }) => {
  expect((await login(page, { appId: "" })).error).toMatchObject({ isGuardError: true, code: "setup", retryable: false });
  expect((await login(page, { host: "http://login.example" })).error).toMatchObject({ isGuardError: true, code: "setup" });
});

test("where the page forbids WebAssembly, or the module does not load, that is the reason", async ({ page, server, complaints }) => {
  complaints.allowed.push(/WebAssembly|wasm|Content Security Policy/i);
  await openPage(page, server, { headers: NO_WASM });
  expect((await login(page)).error).toMatchObject({ isGuardError: true, code: "wasm-blocked", retryable: false });
  await page.route("**/guard_bg.wasm", (route) => route.abort("connectionreset"), { times: 1 });
  await openPage(page, server);
  expect((await login(page)).error).toMatchObject({ isGuardError: true, code: "load-failed", retryable: true });
  expect((await login(page)).detail.user.username).toBe("lin");
});

test.describe("a signal", () => {
  test("cancels the request, and its reason is what the promise rejects with", async ({ page }) => {
    await page.route("**/login/account", () => {});
    const failed = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/login/account"));
    const rejected = page.evaluate(async (password) => {
      const { login } = await import("/dist/guard-widget.js");
      const controller = new AbortController();
      globalThis.cancel = () => controller.abort({ why: "the person went away" });
      return login({ appId: "demo", host: "/", account: "lin", password, signal: controller.signal }).catch((reason) => reason);
    }, PASSWORD);
    await page.waitForRequest("**/login/account");
    await page.evaluate(() => globalThis.cancel());
    expect(await rejected).toEqual({ why: "the person went away" });
    expect((await failed).failure().errorText).toBe("net::ERR_ABORTED");
  });

  test("need not wait for the module", async ({ page, server }) => {
    const release = await holdModule(page);
    await openPage(page, server);
    const reason = await page.evaluate(async (password) => {
      const { login } = await import("/dist/guard-widget.js");
      const signal = AbortSignal.timeout(100);
      return login({ appId: "demo", host: "/", account: "lin", password, signal }).catch((reason) => reason.name);
    }, PASSWORD);
    expect(reason).toBe("TimeoutError");
    const loaded = page.waitForResponse("**/guard_bg.wasm");
    release();
    await loaded;
    expect(await expectQuiet(page, 300)).toEqual([]);
  });

  test("that has been given before sends nothing", async ({ page }) => {
    const name = await page.evaluate(async (password) => {
      const { login } = await import("/dist/guard-widget.js");
      const signal = AbortSignal.abort();
      return login({ appId: "demo", host: "/", account: "lin", password, signal }).catch((reason) => reason.name);
    }, PASSWORD);
    expect(name).toBe("AbortError");
    expect(await expectQuiet(page, 300)).toEqual([]);
  });

  test("that comes after the end changes nothing", async ({ page }) => {
    const username = await page.evaluate(async (password) => {
      const { login } = await import("/dist/guard-widget.js");
      const controller = new AbortController();
      const detail = await login({ appId: "demo", host: "/", account: "lin", password, signal: controller.signal });
      controller.abort();
      return detail.user.username;
    }, PASSWORD);
    expect(username).toBe("lin");
  });
});

test("a backend of the page's own is asked in the server's place, and its errors come through", async ({ page }) => {
  const results = await page.evaluate(async () => {
    const { GuardError, login } = await import("/dist/guard-widget.js");
    const backend = {
      login({ account, password }, { signal, lang }) {
        if (password !== "right") throw new GuardError("not that one", { code: "mine", remainingAttempts: 2, retryable: true });
        return { user: { id: "u1", account, lang, hasSignal: signal instanceof AbortSignal }, token: "k" };
      },
    };
    const detail = await login({ backend, lang: "zh-CN", account: " lin ", password: "right" });
    const error = await login({ backend, account: "lin", password: "wrong" }).catch((error) => error);
    const { code, message, retryable } = error;
    return { detail, error: { code, message, retryable, isGuardError: error instanceof GuardError } };
  });
  expect(results.detail).toMatchObject({ method: "password", token: "k", user: { account: "lin", lang: "zh-CN", hasSignal: true } });
  expect(results.error).toEqual({ code: "mine", message: "not that one", retryable: true, isGuardError: true });
  expect(await sent(page)).toEqual([]);
});
