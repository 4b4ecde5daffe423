// The login that was made in an element: in memory, for the page that asks the element, and nowhere else.
import { answer, calls, openWithBackend } from "../support/backend.js";
import { events } from "../support/events.js";
import { expect, test } from "../support/test.js";

const session = (widget) => widget.element.first().evaluate((element) => element.getSession());

const detail = async (page) => (await events(page, "guard-login")).at(-1)?.detail;

/** What the server says to the bearer of a token. */
const me = async (page, server, token) => {
  const response = await page.request.get(`${server.url}/api/v2/users/me`, { headers: { authorization: `Bearer ${token}`, "x-authing-app-id": "demo" } });
  return (await response.json()).code;
};

/** All places of the page where something may be left: storage, cookies, addresses, attributes, markup. */
const traces = (page) =>
  page.evaluate(async () => {
    const markup = (root) =>
      [...root.querySelectorAll("*")].flatMap((element) => [
        ...[...element.attributes].map(({ value }) => value),
        ...(element.shadowRoot ? [element.shadowRoot.innerHTML, ...markup(element.shadowRoot)] : []),
      ]);
    const databases = await indexedDB.databases();
    return [
      document.documentElement.outerHTML,
      ...markup(document),
      ...[localStorage, sessionStorage].flatMap((storage) => Object.entries(storage).flat()),
      document.cookie,
      location.href,
      JSON.stringify(history.state),
      document.title,
      globalThis.name,
      ...databases.map(({ name }) => name),
      ...(await caches.keys()),
      ...performance.getEntries().map(({ name }) => name),
    ];
  });

/** Expects the tokens of a login to be nowhere in the page. */
const expectNoTrace = async (page, { token, ticket }) => {
  expect(token).toBeTruthy();
  for (const trace of await traces(page)) {
    expect(trace).not.toContain(token);
    if (ticket) expect(trace).not.toContain(ticket);
  }
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
  expect(kept, "nothing at all is kept").toEqual([0, 0, ""]);
};

test("there is none before a login, nor after one that failed", async ({ open }) => {
  const widget = await open();
  await widget.ready();
  expect(await session(widget)).toBeNull();
  await widget.logIn("lin", "wrong");
  await expect(widget.errors).toHaveCount(1);
  expect(await session(widget)).toBeNull();
});

test("after a login with a password it is the frozen detail of the event, the very object", async ({ page, open, server }) => {
  const widget = await open();
  await page.evaluate(() => document.querySelector("guard-widget").addEventListener("guard-login", (event) => (globalThis.detail = event.detail)));
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  const seen = await page.evaluate(async () => {
    const found = await document.querySelector("guard-widget").getSession();
    return [found === globalThis.detail, Object.isFrozen(found), Object.isFrozen(found.user), Object.keys(found)];
  });
  expect(seen).toEqual([true, true, true, ["method", "user", "token", "idToken"]]);
  const login = await detail(page);
  expect(login).toMatchObject({ method: "password", user: { username: "lin" } });
  expect(await me(page, server, login.token)).toBe(200);
  await expectNoTrace(page, login);
});

test("after a login with a code it is there, too, and nothing is kept elsewhere", async ({ page, open, phone }) => {
  const widget = await open({ "default-tab": "qr" });
  await widget.code.waitFor();
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  const login = await detail(page);
  expect(login).toMatchObject({ method: "qr", user: { username: "lin" }, ticket: expect.any(String) });
  await expect.poll(() => session(widget)).toEqual(login);
  await expectNoTrace(page, login);
});

test("within the listeners of guard-login it is there already, and one of them may log out", async ({ page, server, widget }) => {
  await openWithBackend({ page, server }, (good) => good);
  await page.evaluate(() =>
    document.querySelector("guard-widget").addEventListener("guard-login", async ({ target, detail }) => {
      const found = target.getSession();
      globalThis.ended = target.logout();
      globalThis.same = (await found) === detail;
    }),
  );
  await widget.logIn();
  await expect.poll(() => calls(page, "logout")).toHaveLength(1);
  await page.evaluate(() => globalThis.ended);
  await expect.poll(() => page.evaluate(() => globalThis.same)).toBe(true);
  expect(await session(widget), "what was ended is not kept").toBeNull();
  await expect(widget.account).toBeVisible();
});

for (const shadow of ["open", "none"]) {
  test(`shadow="${shadow}": it outlives hiding, moving and removing, and is on no copy`, async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => good, { "app-id": false, host: false, shadow });
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    const login = await detail(page);
    const seen = await page.evaluate(async () => {
      const element = document.querySelector("guard-widget");
      const later = () => new Promise((resolve) => setTimeout(resolve, 30));
      const copy = element.cloneNode(true);
      element.after(copy);
      const all = [await copy.getSession()];
      copy.remove();
      element.hide();
      all.push(await element.getSession());
      element.remove();
      await later();
      all.push(await element.getSession());
      document.querySelector("main").append(element);
      element.show();
      await later();
      all.push(await element.getSession());
      return all;
    });
    expect(seen).toEqual([null, login, login, login]);
  });
}

test("a second login takes the place of the first", async ({ page, server, widget }) => {
  await openWithBackend({ page, server }, (good) => good);
  await widget.logIn("lin");
  await expect(widget.status("success")).toBeVisible();
  await widget.element.evaluate((element) => element.reset());
  await expect.poll(() => session(widget), "reset() is about what is shown").toMatchObject({ user: { username: "lin" } });
  await widget.qrTab.click();
  await answer(page, { status: "confirmed", user: { id: "chen" }, token: "other" });
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(() => session(widget)).toEqual({ method: "qr", user: { id: "chen" }, token: "other" });
});

test.describe("logout()", () => {
  test("an app-id with the signs of a query stays one value of it", async ({ page, open }) => {
    const id = "demo&token=x=1+2";
    await page.route("**/public-config", async (route) => {
      const response = await route.fetch({ url: route.request().url().replace(encodeURI(id), "demo").replace(id, "demo") });
      await route.fulfill({ response });
    });
    const widget = await open({ "app-id": id });
    await widget.element.getByRole("heading").waitFor();
    const asked = page.waitForRequest((request) => request.method() !== "OPTIONS" && request.url().includes("/logout"));
    await widget.element.evaluate((element) => element.logout().catch(() => {}));
    expect([...new URL((await asked).url()).searchParams]).toEqual([["app_id", id]]);
  });

  test("ends the token at the server, forgets it, and shows the form again", async ({ page, open, server, complaints }) => {
    const widget = await open();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    const { token } = await detail(page);
    expect(await me(page, server, token)).toBe(200);
    const asked = page.waitForRequest((request) => request.method() !== "OPTIONS" && request.url().includes("/logout"));
    expect(await widget.element.evaluate((element) => element.logout())).toBeUndefined();
    const request = await asked;
    expect(await request.headerValue("authorization")).toBe(`Bearer ${token}`);
    expect(request.url(), "the token is in no address").not.toContain(token);
    expect(await me(page, server, token)).not.toBe(200);
    expect(await session(widget)).toBeNull();
    await expect(widget.account).toHaveValue("");
    await expect(widget.password).toHaveValue("");
    await widget.logIn("chen");
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(async () => (await session(widget))?.user.username).toBe("chen");
    complaints.allowed.push(/401/);
  });

  test("of a login with a code makes a new code", async ({ page, open, server, phone }) => {
    const widget = await open({ tabs: "qr" });
    await widget.code.waitFor();
    const first = await widget.codeText();
    const scan = await phone(first);
    await expect(widget.status("scanned")).toBeVisible();
    await scan.confirm(await widget.number());
    await expect(widget.status("success")).toBeVisible();
    const { token } = await detail(page);
    await widget.element.evaluate((element) => element.logout());
    expect(await me(page, server, token)).not.toBe(200);
    await widget.code.waitFor();
    expect(await widget.codeText()).not.toBe(first);
  });

  test("is given the token that is in the user, too; without a session, none", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => ({ ...good, login: () => ({ user: { id: "u", token: "in the user" } }) }));
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(async () => (await session(widget))?.token).toBe("in the user");
    await widget.element.evaluate((element) => element.logout());
    await widget.element.evaluate((element) => element.logout());
    const given = await page.evaluate(() => globalThis.own.calls.filter(({ name }) => name === "logout").map(({ args }) => args[0]));
    expect(given).toEqual(["in the user", undefined]);
  });

  for (const [name, fail, code] of [
    ["a server that cannot be reached", (route) => route.abort("connectionrefused"), "network"],
    ["a server that fails", (route) => route.fulfill({ status: 500, body: "" }), "server"],
    ["a server that says no", (route) => route.fulfill({ json: { code: 2020, statusCode: 401, message: "not logged in" } }), "2020"],
  ]) {
    test(`${name}: a GuardError, and the session is forgotten all the same`, async ({ page, open, complaints }) => {
      complaints.allowed.push(/^Failed to load resource: /);
      const widget = await open();
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
      await page.route(/\/logout/, fail);
      const said = await widget.element.evaluate(async (element) => {
        const { GuardError } = await import("/dist/guard-widget.js");
        return element.logout().then(
          () => "no error",
          (error) => ({ is: error instanceof GuardError, code: error.code, message: error.message }),
        );
      });
      expect(said).toEqual({ is: true, code, message: expect.stringMatching(/\w/) });
      expect(await session(widget)).toBeNull();
      await expect(widget.account).toBeVisible();
      expect(await events(page, "guard-login-error")).toEqual([]);
    });
  }

  test("without a module is a GuardError, too", async ({ page, open, complaints }) => {
    complaints.allowed.push(/^Failed to load resource: /);
    await page.route("**/guard_bg.wasm", (route) => route.abort());
    const widget = await open({ hidden: true });
    const said = await widget.element.evaluate(async (element) => {
      const { GuardError } = await import("/dist/guard-widget.js");
      return element.logout().catch((error) => [error instanceof GuardError, error.code, error.retryable]);
    });
    expect(said).toEqual([true, "load-failed", true]);
  });

  test("of a hidden or removed element works as well", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => good);
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    const left = await page.evaluate(async () => {
      const element = document.querySelector("guard-widget");
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 30));
      await element.logout();
      return element.getSession();
    });
    expect(left).toBeNull();
    expect(await page.evaluate(() => globalThis.own.calls.at(-1).args[0])).toBe("own-token");
  });
});
