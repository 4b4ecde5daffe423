// Many windows of one browser on a server that speaks HTTP/1.1, to which a browser opens six connections in all: a poll that
// waits in one window keeps no other window's files, code or login from coming.
import { allTold } from "../support/asked.js";
import { html, openBeside } from "../support/pages.js";
import { openPage, startScanning } from "../support/sdk.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

// The rings that run down in all windows at once would keep a small machine from doing anything else.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const WINDOWS = 7;

/** Requests of a window that wait at the server, while they wait. */
const countWaiting = (page, waiting) => {
  const waits = (request) => request.url().endsWith("/qrcode/check") && request.postDataJSON()?.wait > 0;
  page.on("request", (request) => waits(request) && waiting.add(request));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => waiting.delete(request));
};

const beside = (attributes) => async (page, server) => {
  await openBeside(page, server, html({ tabs: "qr", ...attributes }));
  return new Widget(page.locator("guard-widget"));
};

const PLACES = {
  'shadow="open"': beside({}),
  'shadow="none"': beside({ shadow: "none" }),
  "a dialog": beside({ mode: "modal", open: true }),
  startScanning: async (page, server) => {
    await openPage(page, server);
    await startScanning(page);
    return new Widget(page.locator("#qr"));
  },
  "a Yew app": async (page, server) => {
    await page.goto(`${server.url}/login?app_id=demo`);
    const widget = new Widget(page.locator(".page > .guard-scope"));
    await widget.qrTab.click();
    return widget;
  },
};

/** Opens one window after the other, each with its code. */
const openAll = async (context, server, open) => {
  const waiting = new Set();
  const windows = [];
  for (let at = 0; at < WINDOWS; at++) {
    const page = await context.newPage();
    countWaiting(page, waiting);
    const created = page.waitForResponse("**/qrcode/gene", { timeout: 30_000 });
    const widget = await open(page, server);
    const { text } = (await (await created).json()).data;
    await expect(widget.code).toBeVisible();
    windows.push({ page, widget, text });
  }
  return { windows, waiting };
};

for (const [place, open] of Object.entries(PLACES)) {
  test(`${WINDOWS} windows with a code each: all of them load, and the first and the last hear of their phones: ${place}`, async ({ context, server, phone }) => {
    test.slow();
    const { windows, waiting } = await openAll(context, server, open);
    // Whoever waits has a turn, and most of the connections stay free.
    const expectFew = async () => {
      for (const { page } of windows) await allTold(page);
      // Of one that ends at this moment it may be told after the next has begun.
      await expect.poll(() => waiting.size > 0 && waiting.size <= 2).toBe(true);
    };
    for (const { widget, text } of [windows[0], windows.at(-1)]) {
      await expectFew();
      await phone(text);
      await expect(widget.status("scanned")).toBeVisible();
    }
  });
}

test("a login with a password beside them", async ({ context, server }) => {
  test.slow();
  await openAll(context, server, PLACES['shadow="open"']);
  const page = await context.newPage();
  const widget = await beside({ tabs: "password" })(page, server);
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
});

test("a turn is given back when its window goes or stops, and the next one waits", async ({ context, server }) => {
  test.slow();
  const waiting = new Set();
  const windows = [];
  for (let at = 0; at < 3; at++) {
    const page = await context.newPage();
    countWaiting(page, waiting);
    const widget = await PLACES['shadow="open"'](page, server);
    await expect(widget.code).toBeVisible();
    windows.push({ page, widget });
  }
  const [one, two, three] = windows;
  const waits = ({ page }) => [...waiting].some((request) => request.frame().page() === page);
  await expect.poll(() => [waits(one), waits(two), waits(three)]).toEqual([true, true, false]);
  await one.page.close();
  await expect.poll(() => waits(three)).toBe(true);
  const four = { page: await context.newPage() };
  countWaiting(four.page, waiting);
  four.widget = await PLACES['shadow="open"'](four.page, server);
  await expect(four.widget.code).toBeVisible();
  await allTold(four.page);
  expect(waits(four)).toBe(false);
  await two.widget.element.evaluate((element) => element.remove());
  await expect.poll(() => waits(four)).toBe(true);
});

test.describe("where there are no locks", () => {
  test("a window waits as ever", async ({ page, server }) => {
    await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
    const waiting = new Set();
    countWaiting(page, waiting);
    const widget = await PLACES['shadow="open"'](page, server);
    await expect(widget.code).toBeVisible();
    await expect.poll(() => waiting.size).toBe(1);
  });

  test("where asking for one is forbidden, a window goes on asking", async ({ page, server }) => {
    await page.addInitScript(() => {
      LockManager.prototype.request = () => Promise.reject(new DOMException("no", "SecurityError"));
    });
    const widget = await PLACES['shadow="open"'](page, server);
    await expect(widget.code).toBeVisible();
    await page.waitForResponse((response) => response.url().endsWith("/qrcode/check") && response.ok());
  });
});
