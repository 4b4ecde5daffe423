// `createQrSession` by itself, with functions of the page's own in the server's place: what it says when, and how it ends.
import { createOwnSession, expect, heard, holdModule, openPage, reached, statuses, test } from "../support/sdk.js";

/** As long as several polls. */
const A_WHILE = 500;

const asked = (page) => page.evaluate(() => globalThis.asked);
const progress = (page, value) => page.evaluate((value) => (globalThis.progress = { interval: 0, ...value }), value);

test.beforeEach(async ({ page, server }) => {
  await openPage(page, server);
});

test("draws nothing and leaves the document alone", async ({ page }) => {
  const look = () => page.evaluate(() => [document.documentElement.outerHTML, document.adoptedStyleSheets.length, document.title]);
  const before = await look();
  await createOwnSession(page);
  await reached(page, "ready");
  await progress(page, { status: "scanned", scanner: { nickname: "Lin" } });
  await reached(page, "scanned");
  await progress(page, { status: "confirmed", ticket: "t" });
  await reached(page, "success");
  expect(await look()).toEqual(before);
});

test("there is a code only as long as it may be scanned", async ({ page }) => {
  await createOwnSession(page, { noAutoRefresh: true });
  await reached(page, "ready");
  for (const ended of ["expired", "cancelled"]) {
    await expect.poll(() => page.evaluate(() => globalThis.session.code?.kind)).toBe("text");
    await progress(page, { status: ended });
    await reached(page, ended);
    expect(await page.evaluate(() => globalThis.session.code)).toBeUndefined();
    await progress(page, { status: "waiting" });
    await page.evaluate(() => globalThis.session.refresh());
    await reached(page, "ready");
  }
  for (const event of await heard(page, "status")) {
    expect(event.code === undefined, `a code at ${event.status}`).toBe(event.status !== "ready");
  }
  await expect.poll(() => statuses(page)).toEqual(
    ["loading", "ready", "expired timed-out", "loading", "ready", "cancelled declined", "loading", "ready"],
  );
});

test("an expired code is replaced, unless noAutoRefresh is set", async ({ page }) => {
  await createOwnSession(page);
  await reached(page, "ready");
  await page.evaluate(() => {
    globalThis.progress = { status: "expired" };
    globalThis.session.addEventListener("status", () => (globalThis.progress = { status: "waiting", interval: 0 }), { once: true });
  });
  await expect.poll(() => page.evaluate(() => globalThis.session.code?.id)).toBe("mine-2");
  await expect.poll(() => statuses(page)).toEqual(["loading", "ready", "loading rotated", "ready"]);
});

test("refresh() makes another code and gives the old one up", async ({ page }) => {
  await createOwnSession(page);
  await reached(page, "ready");
  await page.evaluate(() => globalThis.session.refresh());
  await expect.poll(() => page.evaluate(() => globalThis.session.code?.id)).toBe("mine-2");
  await expect.poll(() => asked(page)).toContain("check mine-2");
  const calls = await asked(page);
  expect(calls.filter((call) => call.startsWith("abandon"))).toEqual(["abandon mine-1"]);
  expect(calls.slice(calls.indexOf("abandon mine-1"))).not.toContain("check mine-1");
});

test("a login that the page stops is cancelled, and the ticket is not exchanged", async ({ page }) => {
  await createOwnSession(page);
  await page.evaluate(() => globalThis.session.addEventListener("before-login", (event) => event.preventDefault()));
  await progress(page, { status: "confirmed", ticket: "t" });
  await reached(page, "cancelled");
  await expect.poll(async () => (await statuses(page)).at(-1)).toBe("cancelled vetoed");
  expect((await asked(page)).filter((call) => call.startsWith("redeem"))).toEqual([]);
  expect(await heard(page, "login")).toEqual([]);
});

test("a login is told with user, token and ticket, and what is told cannot be changed", async ({ page }) => {
  await createOwnSession(page);
  const frozen = page.evaluate(
    () =>
      new Promise((resolve) => {
        globalThis.session.addEventListener("login", ({ detail }) => resolve([Object.isFrozen(detail), Object.isFrozen(detail.user)]));
      }),
  );
  await progress(page, { status: "confirmed", ticket: "t" });
  expect(await frozen).toEqual([true, true]);
  await expect.poll(async () => (await heard(page, "login")).map(({ detail }) => detail)).toEqual([
    { method: "qr", user: expect.objectContaining({ id: "u1" }), token: "k", ticket: "t" },
  ]);
  const before = await asked(page);
  await page.waitForTimeout(A_WHILE);
  expect(await asked(page)).toEqual(before);
});

test("a text that is too long for a code is an error, and there is no code", async ({ page }) => {
  await page.evaluate(async () => {
    const { createQrSession } = await import("/dist/guard-widget.js");
    const heard = (globalThis.heard = []);
    const backend = { createCode: () => ({ id: "mine", text: "x".repeat(4000) }), check: () => ({ status: "waiting" }) };
    const session = (globalThis.session = createQrSession({ backend }));
    for (const type of ["status", "login-error"]) session.addEventListener(type, ({ detail }) => heard.push({ type, detail }));
  });
  await reached(page, "error");
  await expect.poll(async () => (await statuses(page)).at(-1)).toBe("error unavailable");
  await expect.poll(async () => (await heard(page, "login-error")).map(({ detail }) => detail.code)).toEqual(["unshowable"]);
  expect(await page.evaluate(() => globalThis.session.code)).toBeUndefined();
});

test("a hidden page asks nothing before a phone has scanned, and at once when it is seen again", async ({ page, server }) => {
  await page.addInitScript(() => {
    globalThis.isHidden = false;
    Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => globalThis.isHidden });
  });
  await openPage(page, server);
  const hide = (hidden) =>
    page.evaluate((hidden) => {
      globalThis.isHidden = hidden;
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await createOwnSession(page);
  await expect.poll(() => asked(page).then((calls) => calls.length)).toBeGreaterThan(2);
  await hide(true);
  await page.waitForTimeout(100);
  const before = await asked(page);
  await page.waitForTimeout(A_WHILE);
  expect(await asked(page)).toEqual(before);
  await hide(false);
  await expect.poll(() => asked(page).then((calls) => calls.length)).toBeGreaterThan(before.length + 1);
  await expect.poll(() => page.evaluate(() => globalThis.session.code?.id), "with the same code").toBe("mine-1");
});

for (const [when, type, name] of [
  ["the first status of all", "status", "loading"],
  ["a code that may be scanned", "status", "ready"],
  ["the question before a login", "before-login"],
  ["the login", "login"],
]) {
  test(`stop() from inside a listener: ${when}`, async ({ page }) => {
    const release = await holdModule(page);
    await createOwnSession(page);
    const stopped = page.evaluate(
      ([type, name]) =>
        new Promise((resolve) => {
          globalThis.session.addEventListener(type, ({ detail }) => {
            if (name && detail.status !== name) return;
            globalThis.session.stop();
            resolve(globalThis.heard.length);
          });
        }),
      [type, name],
    );
    if (type !== "status") await progress(page, { status: "confirmed", ticket: "t" });
    release();
    const told = await stopped;
    await page.waitForTimeout(100);
    const before = await asked(page);
    await page.waitForTimeout(A_WHILE);
    expect(await asked(page), "nothing is asked").toEqual(before);
    await expect.poll(() => heard(page), "nothing is told").toHaveLength(told);
    if (name === "loading") expect(before).toEqual([]);
    if (name === "ready") expect(before).toEqual(["abandon mine-1"]);
    if (type === "before-login") expect(before.filter((call) => call.startsWith("redeem"))).toEqual([]);
  });
}

test("stop() from inside the status that refresh() brings", async ({ page }) => {
  await createOwnSession(page);
  await reached(page, "ready");
  await page.evaluate(() => {
    globalThis.session.addEventListener("status", () => globalThis.session.stop(), { once: true });
    globalThis.session.refresh();
  });
  await page.waitForTimeout(100);
  const before = await asked(page);
  await page.waitForTimeout(A_WHILE);
  expect(await asked(page)).toEqual(before);
  expect(before.filter((call) => call.endsWith("mine-2"))).toEqual([]);
  await expect.poll(() => statuses(page)).toEqual(["loading", "ready", "loading"]);
});

test("stop() before the module has come: nothing is asked, nothing is told", async ({ page }) => {
  const release = await holdModule(page);
  await createOwnSession(page);
  expect(await page.evaluate(() => (globalThis.session.stop(), globalThis.heard.length))).toBe(0);
  const loaded = page.waitForResponse("**/guard_bg.wasm");
  release();
  await loaded;
  await page.waitForTimeout(A_WHILE);
  expect([await asked(page), await heard(page)]).toEqual([[], []]);
});
