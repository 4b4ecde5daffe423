// `startScanning`: every callback is called when it should be, with what it should be told, and no more often. The titles
// name the callbacks before their colon; scan-options.spec.js holds these names against the typings.
import { NO_WASM, calls, expect, expectQuiet, openPage, order, startScanning, test } from "../support/sdk.js";
import { allowFailedRequests } from "../support/test.js";

/** As long as several polls of a scan with the interval below. */
const A_WHILE = 500;
const QUICK = { interval: 50 };

const MFA = { code: 1636, statusCode: 301, apiCode: 1636, message: "one more step", data: { mfaToken: "m" }, flowHandle: "f" };

test("onStart: tells the timer of the polls on its first beat, and clearing that stops them", async ({ page, server, plain: _ }) => {
  const open = async (clears) => {
    await openPage(page, server);
    await page.evaluate(async (clears) => {
      const { startScanning } = await import("/dist/guard-widget.js");
      const told = (globalThis.told = []);
      const onStart = (timer) => {
        told.push(typeof timer);
        if (clears) clearInterval(timer);
      };
      startScanning("qr", { appId: "demo", host: "/", interval: 50, onStart, onResult: () => told.push("result") });
    }, clears);
  };
  await open(false);
  await expect.poll(() => page.evaluate(() => globalThis.told.length)).toBeGreaterThan(3);
  const first = await page.evaluate(() => globalThis.told.slice(0, 3));
  expect(first, "once, and before the first answer").toEqual(["number", "result", "result"]);

  await open(true);
  await expect.poll(() => page.evaluate(() => globalThis.told.length)).toBeGreaterThan(0);
  const sent = await expectQuiet(page, 2 * A_WHILE);
  const polls = sent.filter((request) => request.endsWith("/check"));
  expect(polls.length, "the poll of that very beat may go out").toBeLessThanOrEqual(1);
  expect(await page.evaluate(() => globalThis.told.filter((one) => one === "number"))).toHaveLength(1);
});

test("onStart: a new code has a new timer, and clearing that stops it, too", async ({ page, scan }) => {
  await scan(QUICK);
  await expect.poll(() => calls(page, "onResult").then((all) => all.length)).toBeGreaterThan(1);
  await page.evaluate(() => globalThis.scans[0].refresh());
  await expect.poll(() => calls(page, "onStart")).toHaveLength(2);
  const [[first], [second]] = await calls(page, "onStart");
  expect(second).not.toBe(first);
  await page.evaluate((timer) => clearInterval(timer), second);
  await expectQuiet(page);
});

test("onResult: on every poll, with what the server said", async ({ page, scan, plain }) => {
  const box = await scan(QUICK);
  await expect.poll(() => plain.checks.length).toBeGreaterThan(2);
  const userInfo = { nickname: "林晓", photo: "data:image/svg+xml,x" };
  plain.progress = { status: 1, userInfo };
  await expect(box.status("scanned")).toBeVisible();
  plain.progress = { status: 2, ticket: "ticket-1", userInfo: { id: "u1" } };
  await expect(box.status("success")).toBeVisible();

  await expect.poll(() => calls(page, "onResult")).toHaveLength(plain.checks.length);
  const results = (await calls(page, "onResult")).map(([result]) => result);
  for (const result of results) expect(result.random).toBe("code-1");
  expect(results[0]).toMatchObject({ status: 0, ticket: null, userInfo: {} });
  expect(results.find(({ status }) => status === 1)).toMatchObject({ userInfo });
  expect(results.at(-1)).toMatchObject({ status: 2, ticket: "ticket-1", userInfo: { id: "u1" } });
  const numbers = results.map(({ status }) => status);
  expect(numbers).toEqual(numbers.toSorted());
});

test("onResult: has Authing's numbers and names for a backend of the page's own, too", async ({ page, server }) => {
  await openPage(page, server);
  const results = await page.evaluate(async () => {
    const { startScanning } = await import("/dist/guard-widget.js");
    const scanner = { nickname: "Lin", avatar: "data:image/svg+xml,x" };
    const answers = [
      { status: "waiting" },
      { status: "scanned", scanner },
      { status: "scanned", scanner },
      { status: "mfa", code: 1636, message: "more", data: { step: 1 } },
    ];
    const backend = {
      config: () => ({ name: "Mine", tabs: ["qr"] }),
      createCode: () => ({ id: "mine-1", text: "https://shop.example/m/1" }),
      check: () => answers.shift(),
    };
    const results = [];
    await new Promise((onAuthFlow) => {
      startScanning("qr", { backend, interval: 50, onAuthFlow, onResult: (result) => results.push(structuredClone(result)) });
    });
    return results;
  });
  const scanned = { random: "mine-1", status: 1, userInfo: { nickname: "Lin", photo: "data:image/svg+xml,x" } };
  expect(results.slice(0, 3)).toEqual([{ random: "mine-1", status: 0 }, scanned, scanned]);
  expect(results[3]).toMatchObject({ random: "mine-1", status: 4, scannedResult: { code: 1636, message: "more", data: { step: 1 } } });
});

test("onScanned: once, with who scanned, however long it stays so", async ({ page, scan, plain }) => {
  const box = await scan(QUICK);
  await expect(box.status("ready")).toBeVisible();
  expect(await calls(page, "onScanned")).toEqual([]);
  // More than the box shows.
  const userInfo = { nickname: "林晓", photo: "data:image/svg+xml,x", company: "Shanlan" };
  plain.progress = { status: 1, userInfo };
  await expect(box.status("scanned")).toBeVisible();
  const before = plain.checks.length;
  await expect.poll(() => plain.checks.length).toBeGreaterThan(before + 2);
  await expect.poll(() => calls(page, "onScanned")).toEqual([[userInfo]]);
});

test("onSuccess: once, with user and ticket, and then nothing is asked any more", async ({ page, scan, plain }) => {
  const box = await scan(QUICK);
  await expect(box.status("ready")).toBeVisible();
  expect(await calls(page, "onSuccess")).toEqual([]);
  plain.progress = { status: 2, ticket: "ticket-1", userInfo: { id: "u1", nickname: "林晓" } };
  await expect(box.status("success")).toBeVisible();
  await expectQuiet(page);
  await expect.poll(() => calls(page, "onSuccess")).toEqual([[{ id: "u1", nickname: "林晓" }, "ticket-1"]]);
  for (const other of ["onError", "onCancel", "onExpired", "onCodeLoadFailed"]) expect(await calls(page, other)).toEqual([]);
});

test("onCancel: once when the person declines on the phone, and then nothing is asked any more", async ({ page, scan, plain }) => {
  const box = await scan(QUICK);
  await expect(box.status("ready")).toBeVisible();
  plain.progress = { status: 3 };
  await expect(box.status("cancelled")).toBeVisible();
  await expectQuiet(page);
  await expect.poll(() => calls(page, "onCancel")).toEqual([[]]);
  for (const other of ["onError", "onExpired", "onSuccess", "onRetry"]) expect(await calls(page, other)).toEqual([]);
});

test("onError: the message of a poll that the server refuses, and nothing else", async ({ page, scan, plain }) => {
  const box = await scan(QUICK);
  await expect(box.status("ready")).toBeVisible();
  await page.route("**/qrcode/check*", (route) => route.fulfill({ json: { code: 4999, message: "not for you" } }));
  await expect(box.status("error")).toBeVisible();
  await expectQuiet(page);
  await expect.poll(() => calls(page, "onError")).toEqual([["not for you"]]);
  expect(await calls(page, "onCodeLoadFailed")).toEqual([]);
});

test("onError: what the server says with the status 5, also once a phone has scanned", async ({ page, scan, plain }) => {
  for (const first of [0, 1]) {
    plain.progress = { status: first };
    const box = await scan(QUICK);
    await expect(box.status(first ? "scanned" : "ready")).toBeVisible();
    plain.progress = { status: 5, scannedResult: { code: 4999, message: "blocked here" } };
    await expect(box.status("error")).toBeVisible();
    await expect.poll(() => calls(page, "onError"), `after the status ${first}`).toEqual([["blocked here"]]);
    expect(await calls(page, "onCodeLoadFailed"), `after the status ${first}`).toEqual([]);
  }
});

test("onError: not for a lost connection, after which the polls go on", async ({ page, scan, plain, complaints }) => {
  allowFailedRequests(complaints);
  const box = await scan(QUICK);
  await expect(box.status("ready")).toBeVisible();
  const results = (await calls(page, "onResult")).length;
  // Listened for before it can come: the next poll may be the one.
  const failed = page.waitForEvent("requestfailed");
  await page.route("**/qrcode/check*", (route) => route.abort("connectionreset"), { times: 1 });
  expect((await failed).url()).toContain("/qrcode/check");
  plain.progress = { status: 1, userInfo: { nickname: "林晓" } };
  await expect(box.status("scanned")).toBeVisible();
  await expect.poll(async () => (await calls(page, "onResult")).length).toBeGreaterThan(results);
  expect(await calls(page, "onError")).toEqual([]);
});

test("onExpired: once when the server says so, or when the time is over, and no new code is made", async ({ page, scan, plain }) => {
  plain.progress = { status: -1 };
  await expect((await scan(QUICK)).status("expired")).toBeVisible();
  await expectQuiet(page);
  await expect.poll(() => calls(page, "onExpired")).toEqual([[]]);
  expect(plain.codes).toHaveLength(1);

  Object.assign(plain, { progress: { status: 0 }, code: { expiresIn: 1 } });
  const box = await scan(QUICK);
  await expect(box.status("expired")).toBeVisible();
  await expect.poll(() => calls(page, "onExpired")).toEqual([[]]);
  const told = await page.evaluate(() => Object.fromEntries(globalThis.calls.map(({ name, at }) => [name, at])));
  expect(told.onExpired - told.onCodeLoaded, "not before its time is over, in ms").toBeGreaterThan(950);
  expect(plain.codes).toHaveLength(2);
});

test("onCodeLoaded, onCodeShow: when the server has made the code, and when its picture is there", async ({ page, server, plain: _ }) => {
  let show;
  const held = new Promise((resolve) => (show = resolve));
  await page.route("**/pictures/*.svg", async (route) => {
    await held;
    await route.fallback();
  });
  await openPage(page, server);
  await startScanning(page, QUICK);
  await expect.poll(() => calls(page, "onCodeLoaded")).toHaveLength(1);
  const code = ["code-1", `${server.url}/api/v2/pictures/code-1.svg`];
  await expect.poll(() => calls(page, "onCodeLoaded")).toEqual([code]);
  await page.waitForTimeout(A_WHILE);
  expect(await calls(page, "onCodeShow"), "there is nothing to be seen yet").toEqual([]);
  show();
  await expect.poll(() => calls(page, "onCodeShow")).toEqual([code]);
  await page.evaluate(() => globalThis.scans[0].refresh());
  await expect.poll(() => calls(page, "onCodeShow").then((all) => all.at(-1)[0])).toBe("code-2");
  const shown = (await order(page)).filter((name) => name !== "onCodeDestroyed");
  expect(shown).toEqual(["onCodeLoaded", "onCodeShow", "onCodeLoaded", "onCodeShow"]);
});

test("onCodeLoaded, onCodeShow: tell what the code says where that is drawn here", async ({ page, server }) => {
  await openPage(page, server);
  await startScanning(page);
  await expect.poll(() => order(page)).toEqual(["onCodeLoaded", "onCodeShow"]);
  const [[random, url]] = await calls(page, "onCodeLoaded");
  expect(url).toBe(`${server.url}/m/${await page.evaluate(() => globalThis.scans[0].random)}`);
  await expect.poll(() => calls(page, "onCodeShow")).toEqual([[random, url]]);
});

test("onCodeLoadFailed: the server makes no code, and a click tries again", async ({ page, server, plain }) => {
  const refusal = { code: 4103, message: "this application may not" };
  await page.route("**/qrcode/gene", (route) => route.fulfill({ json: refusal }), { times: 1 });
  await openPage(page, server);
  await startScanning(page, QUICK);
  await expect.poll(() => calls(page, "onCodeLoadFailed")).toHaveLength(1);
  const [[error]] = await calls(page, "onCodeLoadFailed");
  expect(error).toEqual({ name: "GuardError", message: refusal.message, code: "4103", retryable: false, isGuardError: true });
  await expect.poll(() => order(page)).toEqual(["onCodeLoadFailed"]);
  expect(plain.checks).toEqual([]);
  await page.locator("#qr [part=qr-refresh]").click();
  await expect.poll(() => order(page)).toEqual(["onCodeLoadFailed", "onRetry", "onCodeLoaded", "onCodeShow"]);
});

test("onCodeLoadFailed: the application is not there, or cannot be reached", async ({ page, server, plain: _, complaints }) => {
  allowFailedRequests(complaints);
  await openPage(page, server);
  await startScanning(page, { appId: "" });
  await expect.poll(() => calls(page, "onCodeLoadFailed")).toHaveLength(1);
  await expect.poll(async () => (await calls(page, "onCodeLoadFailed"))[0]?.[0]).toMatchObject({ code: "setup", retryable: false, isGuardError: true });

  await page.route("**/public-config", (route) => route.abort("connectionrefused"));
  await startScanning(page, { appId: "away" });
  await expect.poll(() => calls(page, "onCodeLoadFailed")).toHaveLength(2);
  await expect.poll(async () => (await calls(page, "onCodeLoadFailed"))[1]?.[0]).toMatchObject({ code: "network", retryable: true, isGuardError: true });
  expect(await calls(page, "onError")).toEqual([]);
});

test("onCodeLoadFailed: the page forbids WebAssembly, and the box shows a way on", async ({ page, server, plain, complaints }) => {
  complaints.allowed.push(/WebAssembly|wasm|Content Security Policy/i);
  await openPage(page, server, { headers: NO_WASM });
  await startScanning(page);
  await expect(page.locator("#qr").getByRole("alert")).toHaveText("The login box could not be loaded on this page.");
  await expect.poll(() => calls(page, "onCodeLoadFailed")).toHaveLength(1);
  const [[error]] = await calls(page, "onCodeLoadFailed");
  expect(error).toMatchObject({ name: "GuardError", code: "wasm-blocked", retryable: false, isGuardError: true });
  await expect.poll(() => order(page)).toEqual(["onCodeLoadFailed"]);
  expect(plain.codes).toEqual([]);
});

test("onCodeDestroyed: once a code, when another takes its place, when it expires, and at the end", async ({ page, scan, plain }) => {
  const box = await scan(QUICK);
  await box.pictureLoaded();
  expect(await calls(page, "onCodeDestroyed")).toEqual([]);
  await page.evaluate(() => globalThis.scans[0].refresh());
  await expect.poll(() => calls(page, "onCodeDestroyed")).toEqual([["code-1"]]);
  await expect.poll(() => calls(page, "onCodeShow")).toHaveLength(2);
  plain.progress = { status: -1 };
  await expect(box.status("expired")).toBeVisible();
  await expect.poll(() => calls(page, "onCodeDestroyed")).toEqual([["code-1"], ["code-2"]]);
  plain.progress = { status: 0 };
  await box.refresh.click();
  await expect.poll(() => calls(page, "onCodeShow")).toHaveLength(3);
  await page.evaluate(() => globalThis.scans[0].stop());
  await expect.poll(() => calls(page, "onCodeDestroyed")).toEqual([["code-1"], ["code-2"], ["code-3"]]);
  await expect.poll(async () => (await order(page)).slice(0, 5), "and before the next one").toEqual(
    ["onCodeLoaded", "onCodeShow", "onCodeDestroyed", "onCodeLoaded", "onCodeShow"],
  );
});

test("onRetry: for a click on the button or on the link, and not for a new code that the page makes", async ({ page, scan, plain }) => {
  plain.progress = { status: -1 };
  const box = await scan(QUICK);
  await expect(box.status("expired")).toBeVisible();
  await page.evaluate(() => globalThis.scans[0].refresh());
  await expect.poll(() => plain.codes).toHaveLength(2);
  await expect(box.status("expired")).toBeVisible();
  expect(await calls(page, "onRetry")).toEqual([]);

  plain.progress = { status: 0 };
  await box.refresh.click();
  await expect.poll(() => calls(page, "onRetry")).toEqual([[]]);
  await box.pictureLoaded();
  plain.progress = { status: 1 };
  await box.status("scanned").getByRole("button", { name: "Start over" }).click();
  await expect.poll(() => calls(page, "onRetry")).toEqual([[], []]);
  await expect.poll(() => plain.codes).toHaveLength(4);
});

test("onMfa, onAuthFlow: with the status 4, what the server says is needed", async ({ page, scan, plain }) => {
  const box = await scan(QUICK);
  await expect(box.status("ready")).toBeVisible();
  plain.progress = { status: 4, scannedResult: MFA };
  await expect(box.status("error")).toContainText("second verification step");
  await expectQuiet(page);
  await expect.poll(() => calls(page, "onMfa")).toEqual([[1636, "one more step", { mfaToken: "m" }]]);
  await expect.poll(() => calls(page, "onAuthFlow")).toEqual([[MFA]]);
  for (const other of ["onError", "onCodeLoadFailed", "onSuccess"]) expect(await calls(page, other)).toEqual([]);
});

test("onMfa, onAuthFlow: also once a phone has scanned", async ({ page, scan, plain }) => {
  plain.progress = { status: 1 };
  const box = await scan(QUICK);
  await expect(box.status("scanned")).toBeVisible();
  plain.progress = { status: 4, scannedResult: MFA };
  await expect.poll(() => calls(page, "onMfa")).toEqual([[1636, "one more step", { mfaToken: "m" }]]);
  await expect.poll(() => calls(page, "onAuthFlow")).toEqual([[MFA]]);
});
