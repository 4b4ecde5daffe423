// `createQrSession` against both kinds of server, and where the module cannot be had; the import of the package alone.
import { allTold, asked, path } from "../support/asked.js";
import { NOTHING, read } from "../support/qr.js";
import { NO_WASM, USER, createOwnSession, createSession, expect, expectQuiet, heard, holdModule } from "../support/sdk.js";
import { openPage, reached, statuses, test } from "../support/sdk.js";
import { allowFailedRequests } from "../support/test.js";

/** As long as nothing may happen. */
const A_WHILE = 500;

/** Draws the path of the code as the README says: in a view box with a quiet zone of four modules. */
const draw = (page) =>
  page.evaluate(() => {
    const { svgPath, modules } = globalThis.session.code;
    const make = (tag, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    };
    const side = modules + 8;
    const svg = make("svg", { viewBox: `-4 -4 ${side} ${side}`, width: 300, height: 300, id: "drawn" });
    svg.append(make("rect", { x: -4, y: -4, width: side, height: side, fill: "#fff" }), make("path", { d: svgPath }));
    document.body.append(svg);
  });

test("importing the package alone loads no module and no locale", async ({ page, server }) => {
  const files = asked(page, path);
  await openPage(page, server);
  const names = await page.evaluate(async () => Object.keys(await import("/dist/guard-widget.js")));
  expect(names.toSorted()).toEqual(["GuardError", "GuardWidget", "QrSession", "createQrSession", "login", "startScanning"]);
  await page.waitForTimeout(A_WHILE);
  await allTold(page);
  expect(files.filter((file) => file !== "/e2e/host.css")).toEqual(["/e2e/page", "/dist/guard-widget.js"]);
  await createOwnSession(page);
  await reached(page, "ready");
  const fetched = () => files.filter((file) => /wasm|locales/.test(file)).map((file) => file.replace(/\.[0-9a-f]{8}\./, "."));
  const parts = ["/dist/guard-adapters.wasm", "/dist/guard-qr.wasm", "/dist/guard-sdk.wasm", "/dist/guard-shared.wasm"];
  await expect.poll(() => fetched().toSorted()).toEqual([...parts, "/dist/guard_bg.wasm", "/dist/locales/en-US.json"].toSorted());
});

test.describe("createQrSession against a server with the extension", () => {
  test("tells each status in its order, and the login; the page draws the code", async ({ page, server, phone }) => {
    await openPage(page, server);
    await createSession(page);
    await reached(page, "ready");
    const code = await page.evaluate(() => globalThis.session.code);
    expect(Object.keys(code).toSorted()).toEqual(["id", "kind", "modules", "svgPath", "text"]);
    expect(code).toMatchObject({ kind: "text", text: `${server.url}/m/${code.id}` });
    expect(await read(page), "nothing is drawn").toEqual(NOTHING);
    await draw(page);
    await expect.poll(() => read(page)).toEqual({ rqrr: code.text, quircs: code.text });

    const scan = await phone(code.text);
    await reached(page, "scanned");
    expect(await page.evaluate(() => globalThis.session.code)).toBeUndefined();
    const { number, scanner } = (await heard(page, "status")).at(-1).detail;
    expect(await scan.numbers()).toContain(number);
    expect(scanner.nickname).toBeTruthy();
  });

  test("the whole login, once", async ({ page, server, phone }) => {
    await openPage(page, server);
    await createSession(page);
    await reached(page, "ready");
    const scan = await phone(await page.evaluate(() => globalThis.session.code.text));
    await reached(page, "scanned");
    await scan.confirm((await heard(page, "status")).at(-1).detail.number);
    await reached(page, "success");
    await page.waitForTimeout(A_WHILE);

    await expect.poll(() => statuses(page)).toEqual(["loading", "ready", "scanned", "confirmed", "success"]);
    const events = await heard(page);
    for (const event of events.filter(({ type }) => type === "status")) {
      expect(event.status, "the status is the event's").toBe(event.detail.status);
      expect(event.code === undefined, `a code at ${event.status}`).toBe(event.status !== "ready");
      expect(event.bubbles).toBe(false);
    }
    const rest = events.filter(({ type }) => type !== "status");
    expect(rest.map(({ type, cancelable }) => [type, cancelable])).toEqual([
      ["before-login", true],
      ["login", false],
    ]);
    expect(rest[0].detail).toEqual({ method: "qr" });
    const { method, user, token, ticket } = rest[1].detail;
    expect([method, user.username, token, typeof ticket]).toEqual(["qr", "lin", user.token, "string"]);
    expect(token).toBeTruthy();
  });

  test("stop() gives the code up, and nothing is asked or told any more", async ({ page, server, phone }) => {
    await openPage(page, server);
    await createSession(page);
    await reached(page, "ready");
    const text = await page.evaluate(() => globalThis.session.code.text);
    const [before, told, code] = await page.evaluate(() => {
      const lengths = [globalThis.sent.length, globalThis.heard.length];
      globalThis.session.stop();
      return [...lengths, globalThis.session.code];
    });
    expect(code).toBeUndefined();
    expect((await expectQuiet(page)).slice(before)).toEqual(["POST /api/v2/qrcode/abandon"]);
    const scan = await phone(text);
    await expect(scan.result).toHaveAttribute("data-result", "expired");
    await page.evaluate(() => globalThis.session.refresh());
    expect(await expectQuiet(page)).toHaveLength(before + 1);
    await expect.poll(() => heard(page)).toHaveLength(told);
  });
});

test.describe("createQrSession against a server of plain v2", () => {
  test("the code is a picture, with the logo to lay over it", async ({ page, server, plain }) => {
    plain.code = { expiresIn: 120, customLogo: "/api/v2/pictures/logo.svg" };
    await openPage(page, server);
    await createSession(page);
    await reached(page, "ready");
    const base = `${server.url}/api/v2/pictures`;
    const code = { kind: "image", id: "code-1", url: `${base}/code-1.svg`, logo: `${base}/logo.svg` };
    await expect.poll(() => page.evaluate(() => globalThis.session.code)).toEqual(code);
    expect(await page.evaluate(() => Object.isFrozen(globalThis.session.code))).toBe(true);
  });

  test("the application, its language and what the page sends along are in the requests", async ({ page, server, plain }) => {
    await openPage(page, server);
    const customData = { school: "x" };
    const sent = { extIdpConnId: "other", context: { from: "shop" }, withCustomData: true };
    await createSession(page, { appId: "shop", host: "https://login.example", lang: "zh-CN", customData, ...sent });
    await expect.poll(() => plain.codes).toHaveLength(1);
    const [{ body, headers, url }] = plain.codes;
    expect(body).toEqual({ scene: "WXAPP_AUTH", autoMergeQrCode: false, params: customData, ...sent });
    expect(headers).toMatchObject({ "x-authing-app-id": "shop", "x-authing-lang": "zh-CN" });
    expect(url).toBe("https://login.example/api/v2/qrcode/gene");
  });

  test("autoExchangeUserInfo: false leaves the ticket to the page", async ({ page, server, plain }) => {
    plain.progress = { status: 2, ticket: "ticket-1" };
    await openPage(page, server);
    await createSession(page, { autoExchangeUserInfo: false });
    await expect.poll(() => heard(page, "login")).toHaveLength(1);
    await expect.poll(async () => (await heard(page, "login"))[0]?.detail).toEqual({ method: "qr", ticket: "ticket-1" });
    expect(plain.exchanges).toEqual([]);
    expect(await page.evaluate(() => globalThis.session.exchangeUserInfo("ticket-1"))).toEqual(USER);
    expect(plain.exchanges).toEqual([{ ticket: "ticket-1" }]);
  });

  test("exchangeUserInfo() rejects with what the server says, and while there is no code", async ({ page, server, plain }) => {
    const exchange = () =>
      page.evaluate(async () => {
        const { GuardError } = await import("/dist/guard-widget.js");
        const error = await globalThis.session.exchangeUserInfo("t").catch((error) => error);
        return [error?.code, error?.message, error instanceof GuardError];
      });
    const release = await holdModule(page);
    await openPage(page, server);
    await createSession(page);
    expect((await exchange()).toSpliced(1, 1)).toEqual(["gone", true]);
    release();
    await reached(page, "ready");
    plain.user = { envelope: { code: 1001, message: "from servers only" } };
    expect(await exchange()).toEqual(["1001", "from servers only", true]);
  });

  test("a second factor is told with all that is needed to go on", async ({ page, server, plain }) => {
    const scannedResult = { code: 1636, statusCode: 301, apiCode: 1636, message: "more", data: { mfaToken: "m" }, flowHandle: "f" };
    plain.progress = { status: 4, scannedResult };
    await openPage(page, server);
    await createSession(page);
    await reached(page, "error");
    const detail = { method: "qr", code: "1636", data: { mfaToken: "m" }, flowHandle: "f" };
    await expect.poll(async () => (await heard(page, "mfa-required")).map((event) => event.detail)).toEqual([detail]);
    await expect.poll(() => statuses(page)).toEqual(["loading", "ready", "error mfa-required"]);
  });

  test("a refusal is told in the language of the session", async ({ page, server, plain }) => {
    plain.progress = { status: 5, scannedResult: { code: 2005, message: "locked" } };
    await openPage(page, server);
    await createSession(page, { lang: "zh-CN" });
    await reached(page, "error");
    const detail = { method: "qr", code: "2005", retryable: false, message: expect.stringMatching(/^[^a-z]*锁定[^a-z]*$/) };
    await expect.poll(async () => (await heard(page, "login-error")).map((event) => event.detail)).toEqual([detail]);
  });
});

test.describe("where the module cannot be had", () => {
  test("the page forbids WebAssembly: that is told, and the session is in error", async ({ page, server, complaints }) => {
    complaints.allowed.push(/WebAssembly|wasm|Content Security Policy/i);
    await openPage(page, server, { headers: NO_WASM });
    await createSession(page);
    await reached(page, "error");
    const [error, ...rest] = await heard(page);
    expect(error).toMatchObject({ type: "error", detail: { code: "wasm-blocked", message: expect.stringMatching(/./) }, status: "error" });
    expect(rest.map(({ type, detail }) => [type, detail])).toEqual([["status", { status: "error", reason: "unavailable" }]]);
  });

  test("it does not load: that is told, and the next session tries again", async ({ page, server, complaints }) => {
    allowFailedRequests(complaints);
    await page.route("**/guard_bg.wasm", (route) => route.abort("connectionreset"), { times: 1 });
    await openPage(page, server);
    await createSession(page);
    await reached(page, "error");
    await expect.poll(async () => (await heard(page, "error")).map(({ detail }) => detail.code)).toEqual(["load-failed"]);
    await createSession(page);
    await reached(page, "ready");
    expect(await heard(page, "error")).toEqual([]);
  });
});
