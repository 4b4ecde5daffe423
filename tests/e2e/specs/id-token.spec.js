// The ID token: the part of a login that a backend verifies by itself. It goes to the page with the login, and nowhere
// else; where the server sends none, there is none.
import { asked } from "../support/asked.js";
import { answer, openWithBackend } from "../support/backend.js";
import { events } from "../support/events.js";
import { allSaid } from "../support/said.js";
import { PlainServer, openPage } from "../support/sdk.js";
import { expect, test } from "../support/test.js";

/** Looks like one; nobody here reads it. */
const ID_TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1In0.c2lnbmF0dXJl";
const USER = { id: "u", username: "lin", nickname: "林晓", token: "t0ken" };

const envelope = (data) => ({ code: 200, statusCode: 200, message: "", data });

/** Lets the server answer logins with `user`. */
const answerLogins = (page, user) => page.route("**/api/v2/login/account", (route) => route.fulfill({ json: envelope(user) }));

/** All that can be read of a page without having heard the login. */
const traces = (page) =>
  page.evaluate(() => {
    const attributes = (root) =>
      [...root.querySelectorAll("*")].flatMap((element) => [
        ...[...element.attributes].map((attribute) => attribute.value),
        ...(element.shadowRoot ? [element.shadowRoot.innerHTML, ...attributes(element.shadowRoot)] : []),
      ]);
    return [
      ...[location.href, document.cookie, document.documentElement.outerHTML, ...attributes(document)],
      ...[...Object.values({ ...localStorage }), ...Object.values({ ...sessionStorage })],
    ];
  });

test.describe("of a login in the box", () => {
  test("is in the detail and in the session, and nowhere else", async ({ page, open }) => {
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    await answerLogins(page, { ...USER, idToken: ID_TOKEN });
    const widget = await open();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();

    await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
    const logins = await events(page, "guard-login");
    expect(logins).toMatchObject([{ bubbles: false, climbed: false, detail: { method: "password", token: "t0ken", idToken: ID_TOKEN } }]);
    const session = await widget.element.evaluate((element) => element.getSession());
    expect(session.idToken).toBe(ID_TOKEN);
    await allSaid(page);
    for (const trace of [...(await traces(page)), ...said]) expect(trace).not.toContain(ID_TOKEN);
    const bubbling = (await events(page)).filter((event) => event.bubbles);
    expect(JSON.stringify(bubbling)).not.toContain(ID_TOKEN);
  });

  test("is not there at all when the server sends none", async ({ page, open }) => {
    await answerLogins(page, USER);
    const widget = await open();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
    const [{ detail }] = await events(page, "guard-login");
    expect(Object.keys(detail).toSorted()).toEqual(["method", "token", "user"]);
  });

  test("goes to no request: the bearer of logout is the token", async ({ page, open, complaints }) => {
    complaints.allowed.push(/401/);
    await answerLogins(page, { ...USER, idToken: ID_TOKEN });
    const whole = async (request) => request.url() + (request.postData() ?? "") + JSON.stringify(await request.allHeaders());
    const sent = asked(page, whole);
    const widget = await open();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    const logout = page.waitForRequest(/\/api\/v2\/logout/);
    await widget.element.evaluate((element) => element.logout().catch(() => {}));
    expect((await (await logout).allHeaders()).authorization).toBe("Bearer t0ken");
    for (const request of await Promise.all(sent)) expect(request).not.toContain(ID_TOKEN);
  });
});

test.describe("of a backend of the page's own", () => {
  for (const [where, grant] of [
    ["beside the token", { user: { id: "u" }, token: "t", idToken: ID_TOKEN }],
    ["in the user", { user: { id: "u", token: "t", idToken: ID_TOKEN } }],
    ["alone with the token", { token: "t", idToken: ID_TOKEN }],
  ]) {
    test(`is told, ${where}`, async ({ page, server, widget }) => {
      await page.addInitScript((grant) => (globalThis.grant = grant), grant);
      await openWithBackend({ page, server }, (good) => ({ ...good, login: () => globalThis.grant }));
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
      await expect.poll(async () => (await events(page, "guard-login")).map(({ detail }) => [detail.token, detail.idToken])).toEqual([["t", ID_TOKEN]]);
    });
  }

  test("is told of a code that was confirmed without a ticket", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => good);
    await widget.showCode();
    await answer(page, { status: "confirmed", user: { id: "u" }, token: "t", idToken: "of-a-code" });
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(async () => (await events(page, "guard-login")).map(({ detail }) => detail.idToken)).toEqual(["of-a-code"]);
  });
});

test.describe("of the SDK", () => {
  test("is in what login() answers", async ({ page, server }) => {
    await answerLogins(page, { ...USER, idToken: ID_TOKEN });
    await openPage(page, server);
    const detail = await page.evaluate(async () => {
      const { login } = await import("/dist/guard-widget.js");
      return login({ appId: "demo", host: "/", account: "lin", password: "shanlan-tea-2026" });
    });
    expect(detail).toMatchObject({ token: "t0ken", idToken: ID_TOKEN });
  });

  test("is in the user of startScanning and in the login of a session", async ({ page, server }) => {
    const plain = await PlainServer.start(page);
    plain.user = { ...USER, idToken: ID_TOKEN };
    plain.progress = { status: 2, ticket: "ticket" };
    await openPage(page, server);
    const told = await page.evaluate(async () => {
      const { createQrSession, startScanning } = await import("/dist/guard-widget.js");
      document.body.insertAdjacentHTML("beforeend", "<div id='qr'></div>");
      const scanned = await new Promise((resolve) => {
        startScanning("#qr", { appId: "demo", host: "/", interval: 200, autoExchangeUserInfo: true, onSuccess: resolve });
      });
      const login = await new Promise((resolve) => {
        createQrSession({ appId: "demo", host: "/" }).addEventListener("login", (event) => resolve(event.detail));
      });
      return [scanned.idToken, login.idToken, login.token];
    });
    expect(told).toEqual([ID_TOKEN, ID_TOKEN, "t0ken"]);
  });
});
