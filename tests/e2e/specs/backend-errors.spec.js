// What a backend of the page's own may throw or get wrong: it is shown in the box, told by an event, and written to the
// console when the page did not mean it.
import { answer, calls, openWithBackend } from "../support/backend.js";
import { events } from "../support/events.js";
import { allSaid } from "../support/said.js";
import { expect, test } from "../support/test.js";

const details = async (page, type) => (await events(page, type)).map((event) => event.detail);

/**
 * Opens a page whose backend does `globalThis.own.faults[name]()` in the place of `name`, if there is such a one.
 * `GuardError` is there, too: faults are made only when a function is called.
 */
const openWithFaults = async (at, faults, attributes) => {
  const text = Object.entries(faults).map(([name, fault]) => `${name}: ${fault}`);
  await at.page.addInitScript(`globalThis.faults = { ${text} }`);
  const make = (good) => {
    import("/dist/guard-widget.js").then((module) => (globalThis.GuardError = module.GuardError));
    const call = (name) =>
      function (...args) {
        return (globalThis.faults[name] ?? good[name]).apply(this, args);
      };
    return Object.fromEntries(Object.keys(good).map((name) => [name, call(name)]));
  };
  await openWithBackend(at, make, { "app-id": false, host: false, "no-auto-refresh": true, ...attributes });
};

/** The errors in the console, as the text and the value that was written with it. */
const written = (page) => {
  const all = [];
  page.on("console", (message) => message.type() === "error" && all.push(message));
  return all;
};

/** What may be thrown, and how it is told. `said`: what the person reads, the error's own words unless it says so. */
const THROWN = [
  { name: "an error", fault: () => { throw new Error("boom"); }, code: "host", said: "boom", written: true },
  { name: "a rejection", fault: () => Promise.reject(new TypeError("late boom")), code: "host", said: "late boom", written: true },
  { name: "a text", fault: () => { throw "just words"; }, code: "host", said: "just words", written: true },
  { name: "a DOMException", fault: () => Promise.reject(new DOMException("gave up", "AbortError")), code: "host", said: "gave up", written: true },
  {
    ...{ name: "a word of its own", code: "seat", said: "No seat", retryable: true },
    fault: () => { throw new GuardError("No seat", { code: "seat", retryable: true }); },
  },
  { name: "any error with a code", fault: () => { throw Object.assign(new Error("No pass"), { code: "pass" }); }, code: "pass", said: "No pass" },
  { name: "a GuardError without details", fault: () => { throw new GuardError("On purpose"); }, code: "host", said: "On purpose" },
];

const CATALOGUE = [
  { name: "network", fault: () => { throw new GuardError("x", { code: "network" }); }, code: "network", said: "Can’t reach the server", retryable: true },
  { name: "timeout", fault: () => { throw new GuardError("x", { code: "timeout" }); }, code: "timeout", said: "took too long", retryable: true },
  { name: "busy", fault: () => { throw new GuardError("x", { code: "busy" }); }, code: "busy", said: "Too many attempts", retryable: true },
];

/** Expects the console to have the error itself, or nothing. */
const expectWritten = async (page, messages, name, wanted) => {
  if (!wanted) await allSaid(page);
  await expect.poll(() => messages.length).toBe(wanted ? 1 : 0);
  if (!wanted) return;
  expect(messages[0].text()).toContain(`\`backend.${name}\` failed`);
  expect(await messages[0].args()[1].evaluate((error) => error === globalThis.thrown)).toBe(true);
  messages.length = 0;
};

/** A fault that keeps what it throws, for {@link expectWritten}. */
const keeping = (fault) =>
  `async () => { try { return await (${fault})(); } catch (error) { globalThis.thrown = error; throw error; } }`;

for (const one of THROWN) {
  test(`${one.name} in any function is shown, told and, if nobody meant it, written`, async ({ page, server, widget, complaints }) => {
    complaints.allowed.push(/^guard-widget: `backend\.\w+` failed/);
    const messages = written(page);
    await openWithFaults({ page, server }, { login: keeping(one.fault) });
    await widget.logIn();
    await expect(widget.errors).toHaveText(one.said);
    const { code, said: message, retryable = false } = one;
    await expect.poll(() => details(page, "guard-login-error")).toEqual([{ method: "password", code, message, retryable }]);
    await expectWritten(page, messages, "login", one.written);
    await expect(widget.submit, "and it can be tried again").not.toHaveAttribute("aria-busy");

    // The same of the functions of a code; one that may work later is tried again first, so those are made not to.
    for (const name of ["createCode", "check", "redeem"]) {
      await page.evaluate(([name, fault]) => {
        const { faults } = globalThis;
        for (const other of Object.keys(faults)) delete faults[other];
        faults[name] = new Function(`return ${fault}`)();
      }, [name, keeping(`async () => { try { await (${one.fault})() } catch (error) { error.retryable &&= false; throw error } }`)]);
      if (name === "createCode") await widget.qrTab.click();
      else await widget.refresh.click();
      if (name === "redeem") await answer(page, { status: "confirmed", ticket: "t" });
      await expect(widget.status("error")).toBeVisible();
      await expect(widget.qr, name).toContainText(one.said);
      await expect.poll(async () => (await details(page, "guard-login-error")).at(-1), name).toEqual({ method: "qr", code, message, retryable: false });
      await expectWritten(page, messages, name, one.written);
    }
    expect(await details(page, "guard-login")).toEqual([]);
    expect(await details(page, "guard-error")).toEqual([]);
  });

  test(`${one.name} in config is shown, told and, if nobody meant it, written`, async ({ page, server, widget, complaints }) => {
    complaints.allowed.push(/^guard-widget: `backend\.\w+` failed/);
    const messages = written(page);
    // The module must be there for `GuardError` to be.
    const fault = keeping(`async () => { await import("/dist/guard-widget.js"); return (${one.fault})() }`);
    await openWithFaults({ page, server }, { config: fault });
    await expect(widget.element.getByRole("alert")).toContainText(one.said);
    await expect.poll(() => details(page, "guard-error")).toEqual([{ code: one.code, message: one.said }]);
    expect(await details(page, "guard-login-error")).toEqual([]);
    await expectWritten(page, messages, "config", one.written);
    await page.evaluate(() => delete globalThis.faults.config);
    await widget.element.getByRole("button", { name: "Try again" }).click();
    await expect(widget.account).toBeVisible();
  });
}

for (const one of CATALOGUE) {
  test(`"${one.name}" is said in the widget's own words`, async ({ page, server, widget }) => {
    await openWithFaults({ page, server }, { login: one.fault });
    await widget.logIn();
    await expect(widget.errors).toContainText(one.said);
    const message = await widget.errors.innerText();
    await expect.poll(() => details(page, "guard-login-error")).toEqual([{ method: "password", code: one.code, message, retryable: true }]);
  });
}

test("a code of the server's is as if the server had said it", async ({ page, server, widget }) => {
  await openWithFaults({ page, server }, {
    login: () => { throw new GuardError("hidden", { code: 2333, remainingAttempts: 3 }); },
  });
  await widget.logIn();
  await expect(widget.errors).toHaveText("Wrong account or password. Attempts left: 3");
  await expect(widget.password).toBeFocused();
  await expect(widget.password).toHaveAttribute("aria-invalid", "true");
  await expect.poll(() => details(page, "guard-login-error")).toEqual([
    { method: "password", code: "2333", message: "Wrong account or password. Attempts left: 3", retryable: false },
  ]);
});

test("a second factor is asked for with the code 1636, and what came with it", async ({ page, server, widget }) => {
  await openWithFaults({ page, server }, {
    login: () => { throw new GuardError("more", { code: "1636", data: { mfaToken: "m" }, flowHandle: "f" }); },
  });
  await widget.logIn();
  await expect(widget.errors).toContainText("second verification step");
  await expect.poll(() => details(page, "guard-mfa-required")).toEqual([{ method: "password", code: "1636", data: { mfaToken: "m" }, flowHandle: "f" }]);
  expect(await details(page, "guard-login-error")).toEqual([]);
});

test("a check without network is asked again, and the code stays", async ({ page, server, widget }) => {
  await openWithFaults({ page, server }, {
    check: () => {
      if (globalThis.isBack) return { status: "confirmed", token: "t" };
      throw new GuardError("x", { code: "network" });
    },
  });
  await widget.showCode();
  await expect(widget.status("offline")).toBeVisible();
  await expect(widget.code).toBeVisible();
  await page.evaluate(() => (globalThis.isBack = true));
  await expect(widget.status("success")).toBeVisible();
  expect(await details(page, "guard-login-error")).toEqual([]);
});

test("\"gone\" of a check is a code that has expired", async ({ page, server, widget }) => {
  await openWithFaults({ page, server }, { check: () => { throw new GuardError("x", { code: "gone" }); } });
  await widget.qrTab.click();
  await expect(widget.status("expired")).toBeVisible();
});

test("what abandon throws is in the console, and nothing else happens", async ({ page, server, widget, complaints }) => {
  complaints.allowed.push(/^guard-widget: `backend\.abandon` failed/);
  const messages = written(page);
  await openWithFaults({ page, server }, {
    abandon: "() => { throw globalThis.thrown = new Error('no bin') }",
  });
  await widget.showCode();
  await page.waitForFunction(() => globalThis.own.answer);
  await widget.element.evaluate((element) => element.refreshQr());
  await expect.poll(() => widget.codeText()).toBe("https://own.example/c/2");
  await expectWritten(page, messages, "abandon", true);
});

test("what logout throws is a GuardError, and written if nobody meant it", async ({ page, server, widget, complaints }) => {
  complaints.allowed.push(/^guard-widget: `backend\.logout` failed/);
  const messages = written(page);
  await openWithFaults({ page, server }, { logout: keeping(() => { throw new Error("no way out"); }) });
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  const rejected = await widget.element.evaluate((element) =>
    element.logout().then(
      () => "no error",
      (error) => [error instanceof GuardError, error.code, error.message],
    ),
  );
  expect(rejected).toEqual([true, "host", "no way out"]);
  await expectWritten(page, messages, "logout", true);
});

// What is not of the shape that it should have.
for (const [name, fault, said] of [
  ["a login without anything", { login: () => ({}) }, /backend\.login.*`user`, a `token` or a `ticket`/],
  ["a login that is nothing", { login: () => undefined }, /backend\.login.*an object/],
  ["a user that is no object", { login: () => ({ user: "lin", token: "t" }) }, /backend\.login.*\buser`.*an object/],
  ["a token that is no text", { login: () => ({ token: 5 }) }, /backend\.login.*\btoken`/],
]) {
  test(`${name} is said, with the path`, async ({ page, server, widget }) => {
    await openWithFaults({ page, server }, fault);
    await widget.logIn();
    await expect(widget.errors).toHaveText(said);
    await expect.poll(async () => (await details(page, "guard-login-error"))[0]).toMatchObject({ method: "password", code: "backend", message: expect.stringMatching(said) });
  });
}

for (const [name, faults, said] of [
  ["a code without an id", { createCode: () => ({ text: "x" }) }, /backend\.createCode.*`id`/],
  ["a code without a picture", { createCode: () => ({ id: "x" }) }, /backend\.createCode.*`text`.*`url`/],
  ["a picture that is a script", { createCode: () => ({ id: "x", url: "javascript:alert(1)" }) }, /backend\.createCode.*`url`/],
  ["a life that is a text", { createCode: () => ({ id: "x", text: "x", expiresIn: "60" }) }, /backend\.createCode.*\bexpiresIn`/],
  ["an unknown status", { check: () => ({ status: "done" }) }, /backend\.check.*status.*waiting, scanned/],
  ["a missing status", { check: () => ({}) }, /backend\.check.*\bstatus`/],
  ["a confirmation of nothing", { check: () => ({ status: "confirmed" }) }, /backend\.check.*`ticket`/],
  ["a scanner that is a text", { check: () => ({ status: "scanned", scanner: "Lin" }) }, /backend\.check.*\bscanner`/],
  ["a redemption of nothing", { check: () => ({ status: "confirmed", ticket: "t" }), redeem: () => null }, /backend\.redeem.*an object/],
]) {
  test(`${name} is said, with the path`, async ({ page, server, widget }) => {
    await openWithFaults({ page, server }, faults);
    await widget.qrTab.click();
    await expect(widget.status("error")).toBeVisible();
    const [error, ...more] = await details(page, "guard-login-error");
    expect(error).toMatchObject({ method: "qr", code: "backend", message: expect.stringMatching(said), retryable: false });
    expect(more).toEqual([]);
    await expect(widget.qr).toContainText(said);
  });
}

for (const [name, config, said] of [
  ["an unknown tab", () => ({ tabs: ["sms"] }), /backend\.config.*\btabs\[0\]`.*"password" or "qr"/],
  ["an unknown first tab", () => ({ defaultTab: "sms" }), /backend\.config.*\bdefaultTab`/],
  ["a name that is a number", () => ({ name: 5 }), /backend\.config.*\bname`/],
  ["an array", () => [], /backend\.config.*an object/],
  ["no tab at all", () => ({ tabs: [] }), /no way to log in/],
]) {
  test(`config with ${name} is said, with the path`, async ({ page, server, widget }) => {
    await openWithFaults({ page, server }, { config });
    await expect(widget.element.getByRole("alert")).toContainText(said);
    await expect.poll(async () => (await details(page, "guard-error"))[0]?.message).toMatch(said);
  });
}

test("what is no function is said by its name", async ({ page, server, widget }) => {
  await openWithBackend({ page, server }, (good) => ({ ...good, config: "https://own.example/config" }));
  await expect(widget.element.getByRole("alert")).toContainText("`backend.config` must be a function");
  await expect.poll(() => details(page, "guard-error")).toEqual([{ code: "setup", message: "`backend.config` must be a function" }]);
  await page.evaluate(() => {
    const { own } = globalThis;
    document.querySelector("guard-widget").backend = { ...own.good, login: {}, createCode: 5 };
  });
  await widget.logIn();
  await expect(widget.errors).toHaveText("`backend.login` must be a function");
  await widget.qrTab.click();
  await expect(widget.status("error")).toBeVisible();
  await expect.poll(async () => (await details(page, "guard-login-error")).map(({ code, message }) => [code, message])).toEqual([
    ["setup", "`backend.login` must be a function"],
    ["setup", "`backend.createCode` must be a function"],
  ]);
  expect(await calls(page)).toEqual([]);
});
