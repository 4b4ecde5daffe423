// `startScanning` as a whole: two logins with a phone against the real server, where it draws, and how it ends.
import { readable } from "../support/qr.js";
import { CALLBACKS, USER, box, calls, expect, expectQuiet, holdModule, openPage } from "../support/sdk.js";
import { order, sent, startScanning, test } from "../support/sdk.js";

const QUICK = { interval: 50 };

/** As long as several polls. */
const A_WHILE = 500;

/** The number on the box, which the phone must choose. */
const numberOf = async (scanned) => (await scanned.element.locator(".guard-number").innerText()).trim();

test.describe("against a server of plain v2", () => {
  const off = Object.fromEntries(["VERIFIER", "LONG_POLL", "NUMBER_MATCH"].map((name) => [`GUARD_APP_EXTENSION_${name}`, "false"]));
  test.use({ settings: { GUARD_APP_ID: "demo", GUARD_APP_NAME: "Plain", GUARD_APP_EXTENSION_ALLOW_PLAIN: "true", ...off } });

  test("a whole login, as Authing's tutorial has it: the page exchanges the ticket", async ({ page, server, phone }) => {
    await openPage(page, server);
    await startScanning(page, { interval: 200 });
    const drawn = box(page);
    await drawn.pictureLoaded();
    const text = await readable(page);
    expect(text).toContain(await page.evaluate(() => globalThis.scans[0].random));
    const scan = await phone(text);
    await expect.poll(() => calls(page, "onScanned")).toHaveLength(1);
    await scan.confirm();
    await expect.poll(() => calls(page, "onSuccess")).toHaveLength(1);

    const [[userInfo, ticket]] = await calls(page, "onSuccess");
    expect(userInfo.token).toBeUndefined();
    expect((await sent(page)).filter((request) => request.endsWith("/userinfo"))).toEqual([]);
    const user = await page.evaluate((ticket) => globalThis.scans[0].exchangeUserInfo(ticket), ticket);
    expect(user).toMatchObject({ username: "lin" });
    expect(user.token).toBeTruthy();
    await expect.poll(async () => (await order(page)).filter((name) => name !== "onCodeDestroyed")).toEqual(
      ["onCodeLoaded", "onCodeShow", "onScanned", "onSuccess"],
    );
  });
});

test.describe("against a server with the extension", () => {
  test("a whole login, with the user at once, and one with the ticket", async ({ page, server, phone }) => {
    for (const autoExchangeUserInfo of [true, false]) {
      await openPage(page, server);
      await startScanning(page, { interval: 200, autoExchangeUserInfo });
      const drawn = box(page);
      await drawn.code.waitFor();
      await expect.poll(() => calls(page, "onCodeShow")).toHaveLength(1);
      const [[, text]] = await calls(page, "onCodeShow");
      const scan = await phone(text);
      await expect(drawn.status("scanned")).toBeVisible();
      await scan.confirm(await numberOf(drawn));
      await expect(drawn.status("success")).toBeVisible();
      await expect.poll(() => calls(page, "onSuccess")).toHaveLength(1);
      const [[user, ticket]] = await calls(page, "onSuccess");
      expect(ticket).toBeTruthy();
      if (autoExchangeUserInfo) {
        expect(user).toMatchObject({ username: "lin", token: expect.any(String) });
      } else {
        expect(user.token).toBeUndefined();
        const fetched = await page.evaluate((ticket) => globalThis.scans[0].exchangeUserInfo(ticket), ticket);
        expect(fetched).toMatchObject({ username: "lin", token: expect.any(String) });
      }
    }
  });

  test("stop() gives the code up, so that a phone can do nothing with it", async ({ page, server, phone }) => {
    await openPage(page, server);
    await startScanning(page);
    await box(page).code.waitFor();
    await expect.poll(() => calls(page, "onCodeLoaded")).toHaveLength(1);
    const [[, text]] = await calls(page, "onCodeLoaded");
    const before = await page.evaluate(() => {
      const { length } = globalThis.sent;
      globalThis.scans[0].stop();
      return length;
    });
    expect((await expectQuiet(page)).slice(before)).toEqual(["POST /api/v2/qrcode/abandon"]);
    const scan = await phone(text);
    await expect(scan.result).toHaveAttribute("data-result", "expired");
  });
});

test.describe("the target", () => {
  const body = '<section><div id="a:b" class="here"></div></section>';

  for (const [how, target] of [
    ["an id", "a:b"],
    ["an id as a selector", "#a\\:b"],
    ["a selector", "section > .here"],
  ]) {
    test(`may be ${how}`, async ({ page, server, plain: _ }) => {
      await openPage(page, server, { body });
      await startScanning(page, QUICK, target);
      await box(page, ".here").pictureLoaded();
      await expect.poll(() => page.evaluate(() => globalThis.scans[0].element.className)).toBe("here");
      expect(await page.evaluate(() => document.querySelectorAll("main ~ *").length), "no other was made").toBe(0);
    });
  }

  test("may be the element itself, in a shadow root, too; what is in it stays", async ({ page, server, plain: _ }) => {
    await openPage(page, server, { body: '<div id="outer"></div>' });
    await page.evaluate(async () => {
      const { startScanning } = await import("/dist/guard-widget.js");
      const root = document.querySelector("#outer").attachShadow({ mode: "open" });
      const target = root.appendChild(document.createElement("p"));
      target.append("Scan me");
      const scan = startScanning(target, { appId: "demo", host: "/" });
      if (scan.element !== target) throw new Error("another element");
      globalThis.scan = scan;
    });
    await box(page, "#outer p").pictureLoaded();
    await page.evaluate(() => globalThis.scan.stop());
    await expect(page.locator("#outer p")).toHaveText("Scan me");
    await expect.poll(() => page.evaluate(() => globalThis.scan.element.innerHTML)).toBe("Scan me");
  });

  test("that is not there and no id either is made all the same", async ({ page, server, plain: _ }) => {
    await openPage(page, server);
    await startScanning(page, QUICK, ".nowhere > :is(");
    await box(page, "main ~ div").pictureLoaded();
    await page.evaluate(() => globalThis.scans[0].stop());
    await expect(page.locator("main ~ *")).toHaveCount(0);
  });
});

test.describe("the end", () => {
  test("stop() takes all away, and nothing is asked or told any more", async ({ page, scan, plain }) => {
    const drawn = await scan(QUICK);
    await drawn.pictureLoaded();
    await expect.poll(() => plain.checks.length).toBeGreaterThan(0);
    await page.evaluate(() => globalThis.scans[0].stop());
    const told = await order(page, []);
    await expect(page.locator("#qr")).toBeEmpty();
    expect(await page.evaluate(() => globalThis.scans[0].random)).toBeUndefined();
    const requests = await expectQuiet(page);
    await expect.poll(() => order(page, [])).toEqual(told);
    expect(told.at(-1)).toBe("onCodeDestroyed");

    await page.evaluate(() => {
      globalThis.scans[0].stop();
      globalThis.scans[0].refresh();
    });
    expect(await expectQuiet(page), "and once more changes nothing").toEqual(requests);
  });

  test("stop() before the module has come: no code is made, and nothing is told", async ({ page, server, plain }) => {
    const release = await holdModule(page);
    await openPage(page, server);
    await startScanning(page, QUICK);
    expect(await page.locator("#qr").innerHTML()).not.toBe("");
    await page.evaluate(() => globalThis.scans[0].stop());
    const loaded = page.waitForResponse("**/guard_bg.wasm");
    release();
    await loaded;
    await page.waitForTimeout(A_WHILE);
    expect(await page.locator("#qr").innerHTML()).toBe("");
    await expect.poll(async () => [plain.codes, plain.checks, await order(page, [])]).toEqual([[], [], []]);
  });

  for (const [name, progress] of [
    ["onStart", { status: 0 }],
    ["onResult", { status: 0 }],
    ["onCodeLoaded", { status: 0 }],
    ["onCodeShow", { status: 0 }],
    ["onScanned", { status: 1 }],
    ["onSuccess", { status: 2, ticket: "t" }],
    ["onCancel", { status: 3 }],
    ["onExpired", { status: -1 }],
    ["onMfa", { status: 4, scannedResult: { code: 1636, message: "more" } }],
    ["onError", { status: 5, scannedResult: { code: 5000, message: "no" } }],
  ]) {
    test(`stop() from inside ${name}`, async ({ page, server, plain }) => {
      plain.progress = progress;
      await openPage(page, server);
      await page.evaluate(async (name) => {
        const { startScanning } = await import("/dist/guard-widget.js");
        globalThis.stopped = 0;
        const stop = () => {
          globalThis.stopped++;
          globalThis.scan.stop();
        };
        globalThis.scan = startScanning("qr", { appId: "demo", host: "/", interval: 50, [name]: stop });
      }, name);
      await expect.poll(() => page.evaluate(() => globalThis.stopped)).toBe(1);
      await expect(page.locator("#qr")).toBeEmpty();
      await expectQuiet(page, 300);
      await expect(page.locator("#qr")).toBeEmpty();
      await expect.poll(() => page.evaluate(() => globalThis.stopped)).toBe(1);
    });
  }

  test("a container that the page takes out ends it as well", async ({ page, scan }) => {
    const drawn = await scan(QUICK);
    await drawn.pictureLoaded();
    await page.locator("#qr").evaluate((element) => element.remove());
    await expect.poll(() => calls(page, "onCodeDestroyed")).toEqual([["code-1"]]);
    await expectQuiet(page);
  });

  test("a container that is only moved keeps its code", async ({ page, scan, plain }) => {
    const drawn = await scan(QUICK);
    await drawn.pictureLoaded();
    await page.locator("#qr").evaluate((element) => document.body.append(element));
    const before = plain.checks.length;
    await expect.poll(() => plain.checks.length).toBeGreaterThan(before + 2);
    expect(await calls(page, "onCodeDestroyed")).toEqual([]);
    await expect.poll(() => page.evaluate(() => globalThis.scans[0].random)).toBe("code-1");
  });

  test("after stop() another scan works in the same element", async ({ page, scan, plain }) => {
    const drawn = await scan(QUICK);
    for (let round = 1; round < 4; round++) {
      await drawn.pictureLoaded();
      await expect.poll(() => plain.checks.at(-1)).toBe(`code-${round}`);
      await page.evaluate(() => globalThis.scans.at(-1).stop());
      await startScanning(page, QUICK);
    }
    await drawn.pictureLoaded();
    await expect(drawn.image).toHaveCount(1);
    plain.progress = { status: 2, ticket: "ticket-4" };
    await expect(drawn.status("success")).toBeVisible();
    await expect.poll(() => calls(page, "onSuccess")).toEqual([[{}, "ticket-4"]]);
  });
});

test("two scans on one page know nothing of each other", async ({ page, server, plain }) => {
  await openPage(page, server, { body: '<div id="left"></div><div id="right"></div>' });
  await startScanning(page, { ...QUICK, tips: { title: "the left one" } }, "left");
  await startScanning(page, { ...QUICK, tips: { title: "the right one" } }, "right");
  const [left, right] = [box(page, "#left"), box(page, "#right")];
  await left.pictureLoaded();
  await right.pictureLoaded();
  await expect(left.status("ready")).toContainText("the left one");
  await expect(right.status("ready")).toContainText("the right one");
  const randoms = await page.evaluate(() => globalThis.scans.map(({ random }) => random));
  expect(randoms.toSorted()).toEqual(["code-1", "code-2"]);

  await page.evaluate(() => globalThis.scans[0].stop());
  const before = plain.checks.length;
  await expect.poll(() => plain.checks.length).toBeGreaterThan(before + 5);
  const later = plain.checks.slice(before);
  expect(later.filter((random) => random === randoms[0]).length, "one may have been under way").toBeLessThanOrEqual(1);
  expect(later.filter((random) => random === randoms[1]).length, "the other goes on").toBeGreaterThanOrEqual(5);
  plain.progress = { status: 1, userInfo: { nickname: "林晓" } };
  await expect(right.status("scanned")).toBeVisible();
  await expect(page.locator("#left")).toBeEmpty();
});

test("a callback that throws is reported, and breaks nothing", async ({ page, server, plain, complaints }) => {
  complaints.allowed.push(/the page's own mistake/);
  await openPage(page, server);
  await page.evaluate(async (names) => {
    const { startScanning } = await import("/dist/guard-widget.js");
    const called = (globalThis.called = []);
    const fail = (name) => () => {
      called.push(name);
      throw new Error(`the page's own mistake in ${name}`);
    };
    const callbacks = Object.fromEntries(names.map((name) => [name, fail(name)]));
    globalThis.scan = startScanning("qr", { appId: "demo", host: "/", interval: 50, ...callbacks });
  }, CALLBACKS);
  const drawn = box(page);
  const called = () => page.evaluate(() => globalThis.called);
  await expect.poll(async () => (await called()).filter((name) => name === "onResult").length).toBeGreaterThan(2);
  expect((await called()).filter((name) => name === "onStart")).toHaveLength(1);
  for (const [progress, status, name] of [
    [{ status: 3 }, "cancelled", "onCancel"],
    [{ status: 5, scannedResult: { code: 5000, message: "no" } }, "error", "onError"],
    [{ status: 4, scannedResult: { code: 1636, message: "more" } }, "error", "onAuthFlow"],
  ]) {
    plain.progress = progress;
    await expect(drawn.status(status)).toBeVisible();
    await expect.poll(called).toContain(name);
    await expectQuiet(page, 200);
    plain.progress = { status: 0 };
    await drawn.refresh.click();
    await drawn.pictureLoaded();
  }
  await page.evaluate(() => globalThis.scan.stop());
  await expect(page.locator("#qr")).toBeEmpty();
  await expectQuiet(page, 200);
  for (const name of await called()) {
    await expect.poll(() => complaints.all.some((text) => text.includes(`the page's own mistake in ${name}`)), name).toBe(true);
  }
});

test("the strictest policy is kept, also by a container that is made", async ({ page, server, plain: _ }) => {
  const scripts = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
  const rest = "style-src 'self'; img-src 'self' data:";
  const trusted = "require-trusted-types-for 'script'; trusted-types 'none'";
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", ({ violatedDirective }) => globalThis.violations.push(violatedDirective));
  });
  await openPage(page, server, { headers: { "content-security-policy": `${scripts}; ${rest}; ${trusted}` } });
  await startScanning(page, { ...QUICK, size: 200 });
  await startScanning(page, { ...QUICK, containerSize: { width: 320, height: 320 } }, "made");
  for (const [where, side] of [
    ["#qr", 200],
    ["#made", 240],
  ]) {
    await box(page, where).pictureLoaded();
    const { width } = await page.locator(`${where} .guard-tile`).boundingBox();
    expect(Math.abs(width - side), "styled").toBeLessThan(0.5);
  }
  await expect(page.locator("#made")).toHaveCSS("position", "fixed");
  expect(await page.evaluate(() => globalThis.violations)).toEqual([]);
});

test("refresh() makes a new code, and the old one is asked after no more", async ({ page, scan, plain }) => {
  const drawn = await scan(QUICK);
  await expect.poll(() => plain.checks.length).toBeGreaterThan(0);
  await page.evaluate(() => globalThis.scans[0].refresh());
  await expect.poll(() => page.evaluate(() => globalThis.scans[0].random)).toBe("code-2");
  await drawn.pictureLoaded();
  const at = plain.checks.length;
  await expect.poll(() => plain.checks.length).toBeGreaterThan(at + 2);
  expect(plain.checks.slice(plain.checks.indexOf("code-2"))).not.toContain("code-1");
});

test.describe("exchangeUserInfo()", () => {
  const exchange = (page, ticket) =>
    page.evaluate(async (ticket) => {
      const { GuardError } = await import("/dist/guard-widget.js");
      return globalThis.scans[0].exchangeUserInfo(ticket).then(
        (user) => ({ user }),
        (error) => ({ code: error.code, message: error.message, isGuardError: error instanceof GuardError }),
      );
    }, ticket);

  test("yields the user, and rejects with what the server says", async ({ page, scan, plain }) => {
    await (await scan(QUICK)).pictureLoaded();
    expect(await exchange(page, "ticket-1")).toEqual({ user: USER });
    expect(plain.exchanges).toEqual([{ ticket: "ticket-1" }]);
    plain.user = { envelope: { code: 2241, message: "no such ticket" } };
    expect(await exchange(page, "ticket-2")).toEqual({ code: "gone", message: expect.any(String), isGuardError: true });
    plain.user = { envelope: { code: 1001, message: "from servers only" } };
    expect(await exchange(page, "ticket-3")).toEqual({ code: "1001", message: "from servers only", isGuardError: true });
  });

  for (const [what, ticket] of [["a number", 7], ["nothing", null], ["an object", { ticket: "ticket-1" }]]) {
    test(`rejects ${what} in the place of a ticket, says what it wants, and asks nobody`, async ({ page, scan, plain }) => {
      await (await scan(QUICK)).pictureLoaded();
      expect(await exchange(page, ticket)).toEqual({ code: "setup", message: expect.stringContaining("`ticket`"), isGuardError: true });
      expect(plain.exchanges).toEqual([]);
    });
  }

  test("rejects before there is a code, and after the end", async ({ page, server, plain }) => {
    const release = await holdModule(page);
    await openPage(page, server);
    await startScanning(page, QUICK);
    expect(await exchange(page, "ticket-1")).toMatchObject({ code: "gone", isGuardError: true });
    release();
    await box(page).pictureLoaded();
    await page.evaluate(() => globalThis.scans[0].stop());
    expect(await exchange(page, "ticket-1")).toMatchObject({ code: "gone", isGuardError: true });
    expect(plain.exchanges).toEqual([]);
  });
});
