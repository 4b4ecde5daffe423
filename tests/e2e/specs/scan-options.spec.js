// `startScanning`: every option does what it says. The titles name the options before their colon, and the first test holds
// these names against the typings.
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { asked } from "../support/asked.js";
import { USER, calls, expect, openPage, startScanning, test } from "../support/sdk.js";

const TYPES = resolve(import.meta.dirname, "../../../npm/description/types/sdk.d.ts");

/** The members of an interface in `text`, with those of what it extends. */
const members = (text, name) => {
  const [, parents = "", body] = text.match(new RegExp(`^export interface ${name}(?: extends ([\\w, ]+))? \\{$(.*?)^\\}$`, "ms"));
  const own = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map((match) => match[1]);
  return [...parents.split(", ").filter(Boolean).flatMap((parent) => members(text, parent)), ...own];
};

const WAITING = { status: 0 };
const SCANNED = { status: 1 };
const AGREED = { status: 2, ticket: "t" };
const CANCELLED = { status: 3 };
const EXPIRED = { status: -1 };
const FAILED = { status: 5, scannedResult: { code: 5000, message: "no" } };

/** Where each tip is shown. */
const TIPS = {
  title: [WAITING],
  scanned: [SCANNED],
  middleTitle: [SCANNED],
  referText: [SCANNED],
  succeed: [AGREED],
  canceled: [CANCELLED],
  expired: [EXPIRED],
  // The button, wherever there is one.
  retry: [EXPIRED, CANCELLED, FAILED],
  failed: [FAILED],
};

test("each option and callback of the typings is in the title of a test, and no other is", async () => {
  const files = (await readdir(import.meta.dirname)).filter((file) => /^scan.*\.spec\.js$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), "utf8")));
  const titles = texts.flatMap((text) => [...text.matchAll(/^ *test\("(\w+(?:, \w+)*): /gm)].map((match) => match[1].split(", ")));
  const types = await readFile(TYPES, "utf8");
  const named = members(types, "ScanOptions");
  expect(named.length, "the interface is really read").toBeGreaterThan(20);
  expect([...new Set(titles.flat())].sort()).toEqual([...new Set(named)].sort());
  expect(Object.keys(TIPS).sort(), "and each tip").toEqual(members(types, "ScanTips").sort());
});

test("appId, host: the application is asked for there, and every request goes there", async ({ page, scan, plain }) => {
  const urls = asked(page, (request) => request.url().includes("/api/") && new URL(request.url()));
  await scan({ appId: "shop 1", host: "https://login.example/auth", interval: 50 });
  await expect.poll(() => plain.checks.length).toBeGreaterThan(0);
  await expect.poll(() => urls.some(({ pathname }) => pathname.endsWith("/qrcode/check")), "told of all of them").toBe(true);
  expect(urls[0].pathname).toMatch(/^\/auth\/api\/v2\/applications\/shop( |%20)1\/public-config$/);
  for (const url of urls.filter((url) => !url.pathname.endsWith(".svg"))) expect(url.href).toContain("https://login.example/auth/api/");
  expect(plain.codes[0].headers["x-authing-app-id"]).toBe("shop 1");
});

test("lang: the words are in that language, and the server is told", async ({ scan, plain }) => {
  const box = await scan({ lang: "zh-CN" });
  await expect(box.status("ready")).toContainText("打开微信扫一扫");
  await expect(box.element.locator("[part=base]")).toHaveAttribute("lang", "zh-CN");
  expect(plain.codes[0].headers["x-authing-lang"]).toBe("zh-CN");
});

test("theme: light and dark whatever the system has", async ({ page, scan }) => {
  const colors = {};
  for (const [theme, system] of [
    ["light", "dark"],
    ["dark", "light"],
    ["auto", "dark"],
  ]) {
    await page.emulateMedia({ colorScheme: system });
    const box = await scan({ theme });
    await box.pictureLoaded();
    colors[theme] = await box.element.locator(".guard-status-title").evaluate((title) => getComputedStyle(title).color);
  }
  expect(colors.dark).not.toBe(colors.light);
  expect(colors.auto).toBe(colors.dark);
});

test("backend: the page's own functions stand in for the server", async ({ page, server, plain }) => {
  await openPage(page, server);
  await page.evaluate(async () => {
    const { startScanning } = await import("/dist/guard-widget.js");
    const done = (globalThis.done = []);
    const backend = {
      config: () => ({ name: "Mine", tabs: ["qr"] }),
      createCode: () => ({ id: "mine-1", text: "https://shop.example/m/1" }),
      check: ({ id }) => (done.push(`check ${id}`), { status: "confirmed", ticket: "t" }),
      redeem: ({ id }, ticket) => (done.push(`redeem ${id} ${ticket}`), { user: { id: "u" }, token: "k" }),
    };
    const onSuccess = (user, ticket) => done.push({ user, ticket });
    startScanning("qr", { backend, interval: 50, autoExchangeUserInfo: true, onSuccess });
  });
  await expect.poll(() => page.evaluate(() => globalThis.done)).toHaveLength(3);
  const [check, redeem, success] = await page.evaluate(() => globalThis.done);
  expect([check, redeem]).toEqual(["check mine-1", "redeem mine-1 t"]);
  expect(success).toMatchObject({ user: { id: "u" }, ticket: "t" });
  expect([plain.codes, plain.checks]).toEqual([[], []]);
});

test("size: the side of the square, the lesser one where there are two; 240 without it", async ({ page, scan }) => {
  for (const [size, side] of [
    [undefined, 240],
    [180, 180],
    [{ width: 300, height: 300 }, 300],
    [{ width: 280, height: 200 }, 200],
    [{ width: 260 }, 260],
    [{ height: 220 }, 220],
  ]) {
    const box = await scan(size === undefined ? {} : { size });
    await box.pictureLoaded();
    const tile = await box.element.locator(".guard-tile").boundingBox();
    const said = JSON.stringify(size);
    expect(Math.abs(tile.width - side), `${said} is ${tile.width} wide`).toBeLessThan(0.5);
    expect(Math.abs(tile.height - side), `${said} is ${tile.height} high`).toBeLessThan(0.5);
  }
  await expect.poll(() => calls(page, "onCodeShow")).toHaveLength(1);
});

test("containerSize: of the box in the middle of the page that is made where there is none", async ({ page, server, plain: _ }) => {
  for (const [containerSize, [width, height]] of [
    [{ width: 420, height: 460 }, [420, 460]],
    [undefined, [300, 300]],
  ]) {
    await openPage(page, server);
    await startScanning(page, containerSize ? { containerSize } : {}, "elsewhere");
    const made = page.locator("body > #elsewhere");
    await expect(made.locator("[part=qr-image]")).toBeVisible();
    expect(await made.boundingBox()).toEqual({ x: (1000 - width) / 2, y: (800 - height) / 2, width, height });
    await expect(made).toHaveCSS("position", "fixed");
    await expect(made).toHaveCSS("z-index", "65535");
    await expect.poll(() => page.evaluate(() => globalThis.scans.at(-1).element.id)).toBe("elsewhere");
    await page.evaluate(() => globalThis.scans.at(-1).stop());
    await expect(made, "and it goes with the scan").toHaveCount(0);
  }
  await startScanning(page, { containerSize: { width: 111, height: 111 } });
  await expect(page.locator("#qr [part=qr-image]")).toBeVisible();
  expect((await page.locator("#qr").boundingBox()).width, "a container that is there is left as it is").toBeGreaterThan(200);
});

test("interval: the polls go out at that distance; 800 ms without it", async ({ page, server, plain: _ }) => {
  const body = '<div id="quick"></div><div id="slow"></div><div id="usual"></div>';
  // How far the beats of each timer are apart, and how many there have been: a busy machine holds them up.
  await page.addInitScript(() => {
    const { setInterval } = globalThis;
    globalThis.beats = {};
    globalThis.setInterval = (work, ms, ...rest) => {
      const own = { ms, count: 0 };
      const timer = setInterval((...values) => (own.count++, work(...values)), ms, ...rest);
      globalThis.beats[timer] = own;
      return timer;
    };
  });
  await openPage(page, server, { body });
  const timers = [];
  for (const [target, options] of [["quick", { interval: 200 }], ["slow", { interval: 800 }], ["usual", {}]]) {
    await startScanning(page, options, target);
    await expect.poll(() => calls(page, "onStart")).toHaveLength(timers.length + 1);
    timers.push((await calls(page, "onStart")).at(-1)[0]);
  }
  /** The timer that each scan has told, and its polls that were answered. */
  const polled = () =>
    page.evaluate((timers) => {
      const polls = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/qrcode/check?"));
      const own = ({ random }) => polls.filter(({ name }) => name.endsWith(`=${random}`)).length;
      return globalThis.scans.map((scan, index) => ({ ...globalThis.beats[timers[index]], polls: own(scan) }));
    }, timers);
  await expect.poll(async () => Math.min(...(await polled()).map(({ polls }) => polls))).toBeGreaterThan(4);
  const all = await polled();
  expect(all.map(({ ms }) => ms)).toEqual([200, 800, 800]);
  for (const { count, polls } of all) expect(polls, "one at each beat, at most").toBeLessThanOrEqual(count);
});

test("extIdpConnId, context, customData, withCustomData: go along when a code is made", async ({ page, scan, plain }) => {
  const context = { from: "shop", at: [1, 2] };
  const customData = { school: "海淀", grade: 3 };
  const box = await scan({ extIdpConnId: "other-connection", context, customData, withCustomData: true });
  await box.pictureLoaded();
  const usual = { scene: "WXAPP_AUTH", autoMergeQrCode: false };
  const said = { extIdpConnId: "other-connection", context, params: customData, withCustomData: true };
  expect(plain.codes[0].body).toEqual({ ...usual, ...said });
  await page.evaluate(() => globalThis.scans[0].refresh());
  await expect.poll(() => plain.codes).toHaveLength(2);
  expect(plain.codes[1].body, "with each of them").toEqual({ ...usual, ...said });
});

test("withCustomData: false is said, too, and what is not set is not sent", async ({ scan, plain }) => {
  await (await scan({ withCustomData: false })).pictureLoaded();
  const usual = { scene: "WXAPP_AUTH", autoMergeQrCode: false, extIdpConnId: "own-connection" };
  expect(plain.codes[0].body).toEqual({ ...usual, withCustomData: false });
  await (await scan({})).pictureLoaded();
  expect(plain.codes[1].body).toEqual(usual);
});

test("autoExchangeUserInfo: without it the ticket is the page's to exchange", async ({ page, scan, plain }) => {
  plain.progress = { status: 2, ticket: "ticket-1", userInfo: { nickname: "林晓" } };
  for (const options of [{}, { autoExchangeUserInfo: false }]) {
    const box = await scan({ interval: 50, ...options });
    await expect(box.status("success")).toBeVisible();
    await expect.poll(() => calls(page, "onSuccess")).toEqual([[{ nickname: "林晓" }, "ticket-1"]]);
  }
  expect(plain.exchanges).toEqual([]);
});

test("autoExchangeUserInfo: with it the user comes along, and is fetched but where it has to be", async ({ page, scan, plain }) => {
  plain.progress = { status: 2, ticket: "ticket-1", userInfo: { nickname: "林晓" } };
  const box = await scan({ interval: 50, autoExchangeUserInfo: true });
  await expect(box.status("success")).toBeVisible();
  await expect.poll(() => calls(page, "onSuccess")).toEqual([[USER, "ticket-1"]]);
  expect(plain.exchanges).toEqual([{ ticket: "ticket-1" }]);

  plain.progress = { status: 2, ticket: "ticket-2", userInfo: { ...USER, token: "came-along" } };
  await expect((await scan({ interval: 50, autoExchangeUserInfo: true })).status("success")).toBeVisible();
  await expect.poll(() => calls(page, "onSuccess")).toEqual([[{ ...USER, token: "came-along" }, "ticket-2"]]);
  expect(plain.exchanges).toHaveLength(1);
});

test("autoExchangeUserInfo: where only servers may exchange it, the ticket is what the page gets", async ({ page, scan, plain }) => {
  plain.progress = { status: 2, ticket: "ticket-1", userInfo: { nickname: "林晓" } };
  plain.user = { envelope: { code: 1001, message: "from servers only" } };
  await expect((await scan({ interval: 50, autoExchangeUserInfo: true })).status("success")).toBeVisible();
  await expect.poll(() => calls(page, "onSuccess")).toEqual([[{ nickname: "林晓" }, "ticket-1"]]);
  expect(await calls(page, "onError")).toEqual([]);
});

test("tips: each takes the place of the built-in text where that is shown, and is text", async ({ scan, plain }) => {
  const shown = Object.entries(TIPS).flatMap(([tip, all]) => all.map((progress) => [tip, progress]));
  for (const [tip, progress] of shown) {
    plain.progress = WAITING;
    const text = `<b>${tip}</b> tip`;
    const box = await scan({ interval: 50, tips: { [tip]: text } });
    await box.pictureLoaded();
    if (progress !== WAITING) await expect(box.element.getByText(text), `${tip}, too early`).toHaveCount(0);
    plain.progress = progress;
    // Once for the eye, and perhaps once for the ear.
    const place = box.element.locator(".guard-tile, .guard-status").getByText(text);
    await expect(place, `${tip} with the status ${progress.status}`).toBeVisible();
  }
});

test("tips: what has none keeps its own text", async ({ scan }) => {
  const box = await scan({ tips: { title: undefined, scanned: "x" } });
  await expect(box.status("ready")).toContainText("Scan with WeChat");
});
