// From the script to the first usable field: what is asked for, how often and when, and what stands there meanwhile.
import { allTold, asked } from "../support/asked.js";
import { events } from "../support/events.js";
import { html, openBeside, Site, tag } from "../support/pages.js";
import { allowFailedRequests, expect, test } from "../support/test.js";

const WASM = "**/guard_bg.wasm";
const CONFIG = "**/public-config";
const LOCALE = "**/locales/*.json";

/**
 * Holds the answers to some requests until `go()`. `asked` are the paths of those that came.
 * @param {import("@playwright/test").Page} page
 * @param {string[]} patterns
 */
const hold = async (page, ...patterns) => {
  const asked = [];
  let go;
  const held = new Promise((resolve) => (go = resolve));
  for (const pattern of patterns) {
    await page.route(pattern, async (route) => {
      asked.push(new URL(route.request().url()).pathname);
      await held;
      await route.continue().catch(() => {});
    });
  }
  return { asked, go };
};

/** Writes down the requests: method, origin and path. */
const watch = (page) =>
  asked(page, (request) => {
    const { origin, pathname } = new URL(request.url());
    return /^\/(dist|api)\//.test(pathname) && { method: request.method(), origin, pathname };
  });

const ENTRY = "/dist/guard-widget.js";
/** A part of the module or the script beside it, which is asked for when it is needed or the browser is idle. */
const PART = /\/guard-(?:[a-z]+\.[0-9a-f]{8}\.wasm|late\.js)$/;
const FILES = ["/dist/guard_bg.wasm", "/dist/locales/en-US.json", "/api/v2/applications/demo/public-config"];
const GLUE = "/dist/guard-module.js";

test("module, texts and configuration are asked for at once, before any has come", async ({ page, open }) => {
  const { asked, go } = await hold(page, WASM, CONFIG, LOCALE);
  const widget = await open();
  await expect.poll(() => [...asked].sort()).toEqual([...FILES].sort());
  await expect(widget.element.locator("[aria-busy=true]")).toBeVisible();
  expect(await widget.element.evaluate((element) => element.matches(":state(loading)"))).toBe(true);
  go();
  await widget.ready();
  await page.waitForTimeout(200);
  expect(asked, "and once").toHaveLength(3);
});

test("five requests from the script to the whole card, all to one server", async ({ page, server, open }) => {
  const requests = watch(page);
  const widget = await open();
  await widget.account.fill("lin");
  await expect(widget.qrTab).toBeVisible();
  // What a submit needs in addition comes when the browser is idle.
  const first = () => requests.filter(({ pathname }) => !PART.test(pathname)).map(({ method, pathname }) => `${method} ${pathname}`);
  await expect.poll(() => first().sort()).toEqual([ENTRY, GLUE, ...FILES].map((path) => `GET ${path}`).sort());
  expect(new Set(requests.map(({ origin }) => origin))).toEqual(new Set([server.url]));
});

test("from another site the configuration is a simple request: at once, once, and without a preflight", async ({ page, server, widget }) => {
  const site = await Site.start(server);
  try {
    // Where an interception would answer the preflight itself, the protocol of the browser does not lie.
    const client = await page.context().newCDPSession(page);
    await client.send("Network.enable");
    const sent = [];
    client.on("Network.requestWillBeSent", ({ request, type }) => sent.push({ type, method: request.method, path: new URL(request.url).pathname }));
    await page.goto(`${site.url}/plain.html`);
    await widget.ready();
    const config = () => sent.filter(({ path }) => path.endsWith("/public-config"));
    await expect.poll(config).toEqual([{ type: "Fetch", method: "GET", path: FILES[2] }]);
    expect(sent.filter(({ type, method }) => type === "Preflight" || method === "OPTIONS")).toEqual([]);
  } finally {
    await page.goto("about:blank");
    await site.stop();
  }
});

test.describe("a page that names the files beforehand", () => {
  const PRELOADS = `
    <link rel="modulepreload" href="/dist/guard-widget.js">
    <link rel="modulepreload" href="/dist/guard-module.js">
    <link rel="preload" as="fetch" type="application/wasm" crossorigin href="/dist/guard_bg.wasm">
    <link rel="preload" as="fetch" crossorigin href="/dist/locales/en-US.json">`;

  test("has each of them once, and no warning", async ({ page, server, widget }) => {
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    const client = await page.context().newCDPSession(page);
    await client.send("Network.enable");
    const sent = [];
    client.on("Network.requestWillBeSent", ({ request }) => sent.push(new URL(request.url).pathname));
    await openBeside(page, server, html().replace("<link", `${PRELOADS}<link`));
    await widget.ready();
    const files = () => sent.filter((path) => path.startsWith("/dist/") && !PART.test(path)).sort();
    await expect.poll(files).toEqual([ENTRY, GLUE, FILES[0], FILES[1]].sort());
    // Chromium complains of what was not used a few seconds after the page has loaded.
    await page.waitForTimeout(6_000);
    expect(said).toEqual([]);
  });
});

test.describe("the skeleton", () => {
  for (const [name, attributes, config] of [
    ["two tabs", {}],
    ["an application without a logo and a welcome", {}, { logo: null, welcomeMessage: {} }],
    ["one tab", { tabs: "password" }],
    ["one tab, the code", { tabs: "qr" }],
    ["bare", { bare: true }],
    ["in the light DOM", { shadow: "none" }],
  ]) {
    test(`has the size of the card: ${name}`, async ({ page, open }) => {
      await page.route("**/api/v2/qrcode/gene", () => {});
      if (config) {
        await page.route(CONFIG, async (route) => {
          const response = await route.fetch();
          const { data, ...rest } = await response.json();
          await route.fulfill({ response, json: { ...rest, data: { ...data, ...config } } });
        });
      }
      const { go } = await hold(page, WASM, ...(config ? [] : [CONFIG]));
      const widget = await open(attributes);
      const skeleton = widget.element.locator("[aria-busy=true]").first();
      await expect(skeleton).toBeVisible();
      const before = await widget.element.boundingBox();
      await page.evaluate(() => {
        globalThis.shifted = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) globalThis.shifted += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
      });
      go();
      if (attributes.tabs === "qr") await expect(widget.qr).toBeVisible();
      else await widget.ready();
      const after = await widget.element.boundingBox();
      expect(after.width).toBe(before.width);
      expect(Math.abs(after.height - before.height), `${before.height} px before, ${after.height} px after`).toBeLessThan(1);
      await page.waitForTimeout(500);
      expect(await page.evaluate(() => globalThis.shifted), "nothing moves").toBeLessThan(0.001);
    });
  }
});

for (const shadow of ["open", "none"]) {
  test(`the code comes in the size that it keeps: shadow="${shadow}"`, async ({ page, open }) => {
    // Slow enough for a frame between two steps of its drawing.
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
    await page.addInitScript(() => {
      const seen = (globalThis.seen = { shifted: 0, sides: [] });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shifted += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
      const look = () => {
        const box = document.querySelector("guard-widget");
        const code = (box?.shadowRoot ?? box)?.querySelector("[part=qr-code]");
        if (code?.checkVisibility({ visibilityProperty: true })) seen.sides.push(code.getBoundingClientRect().width);
        requestAnimationFrame(look);
      };
      look();
    });
    // A code of this many modules leaves room in its tile.
    await page.route("**/api/v2/qrcode/gene", async (route) => {
      const response = await route.fetch();
      const { data, ...rest } = await response.json();
      await route.fulfill({ response, json: { ...rest, data: { ...data, text: data.text.padEnd(70, "-") } } });
    });
    const widget = await open({ shadow, "default-tab": "qr" });
    await widget.code.waitFor();
    await expect.poll(() => page.evaluate(() => globalThis.seen.sides.length)).toBeGreaterThan(9);
    const { shifted, sides } = await page.evaluate(() => globalThis.seen);
    expect([...new Set(sides)]).toHaveLength(1);
    expect(shifted).toBe(0);
  });
}

test("without its texts the box says so, and the next one asks for them again", async ({ page, open, widget, complaints }) => {
  allowFailedRequests(complaints);
  await page.route(LOCALE, (route) => route.fulfill({ status: 404, body: "" }));
  await open();
  await expect(widget.element.getByRole("alert")).toHaveText("The login box could not be loaded on this page.");
  await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["load-failed"]);
  await expect.poll(() => widget.element.evaluate((element) => element.matches(":state(error)"))).toBe(true);
  await page.unroute(LOCALE);
  await page.locator("main").evaluate((main, tag) => main.insertAdjacentHTML("beforeend", tag), tag({ id: "next" }));
  await expect(page.locator("#next input[name=username]")).toBeVisible();
});

test("texts of another language that do not come leave those that are there", async ({ page, open, complaints }) => {
  allowFailedRequests(complaints);
  const widget = await open();
  await widget.account.fill("lin");
  await page.route("**/locales/zh-CN.json", (route) => route.fulfill({ status: 500, body: "" }));
  await widget.element.evaluate((element) => (element.lang = "zh-CN"));
  await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["load-failed"]);
  await widget.element.evaluate((element) => (element.theme = "dark"));
  await expect(widget.element.locator("[part=base]"), "other changes still count").toHaveAttribute("data-theme", "dark");
  await expect(widget.account).toHaveValue("lin");
  await page.unroute("**/locales/zh-CN.json");
  await widget.element.evaluate((element) => (element.lang = "en-US"));
  await widget.element.evaluate((element) => (element.lang = "zh-CN"));
  await expect(widget.submit).toHaveText("登录");
});

test("several boxes and languages: each file once, the configuration once for each box", async ({ page, server, widget }) => {
  const requests = watch(page);
  const boxes = ["en-US", "zh-CN", "en-GB", "zh"].map((lang) => tag({ lang })).join("");
  await openBeside(page, server, html().replace(tag(), boxes));
  await expect(widget.element.locator("input[name=username]")).toHaveCount(4);
  await expect(widget.element.getByRole("tab")).toHaveCount(8);
  const counts = (isPart) => {
    const all = {};
    for (const { pathname } of requests) if (PART.test(pathname) === isPart) all[pathname] = (all[pathname] ?? 0) + 1;
    return all;
  };
  await allTold(page);
  const parts = counts(true);
  expect(Object.values(parts)).toEqual(Object.keys(parts).map(() => 1));
  await expect.poll(() => counts(false)).toEqual({ [ENTRY]: 1, [GLUE]: 1, [FILES[0]]: 1, [FILES[1]]: 1, "/dist/locales/zh-CN.json": 1, [FILES[2]]: 4 });
});

test.describe("the early question for the configuration", () => {
  test("that fails is asked again by the module", async ({ page, open, complaints }) => {
    allowFailedRequests(complaints);
    let asked = 0;
    await page.route(CONFIG, (route) => (++asked === 1 ? route.abort("connectionreset") : route.continue()));
    const widget = await open();
    await expect(widget.account).toBeVisible();
    await expect(widget.element.getByRole("heading"), "the module's part of the card").toBeVisible();
    expect(asked).toBe(2);
    expect(await events(page, "guard-error")).toEqual([]);
  });

  test("that is answered with no is not asked again: it is said", async ({ page, open }) => {
    const requests = watch(page);
    const widget = await open({ "app-id": "nobody" });
    await expect(widget.element.getByRole("alert")).toContainText("This application does not exist");
    await expect.poll(() => requests.filter(({ pathname }) => pathname.endsWith("/public-config"))).toHaveLength(1);
  });

  test("is cancelled when the element goes away before the answer", async ({ page, open }) => {
    const failed = [];
    page.on("requestfailed", (request) => failed.push([new URL(request.url()).pathname, request.failure().errorText]));
    const { asked } = await hold(page, CONFIG, WASM);
    const widget = await open();
    await expect.poll(() => asked).toContain(FILES[2]);
    await widget.element.evaluate((element) => element.remove());
    await expect.poll(() => failed).toEqual([[FILES[2], "net::ERR_ABORTED"]]);
  });

  test("does not count when the application has changed meanwhile", async ({ page, open }) => {
    const { asked, go } = await hold(page, WASM, CONFIG);
    const widget = await open({ "app-id": "nobody" });
    await expect.poll(() => asked).toHaveLength(2);
    await widget.element.evaluate((element) => (element.appId = "demo"));
    go();
    await widget.ready();
    expect(await events(page, "guard-error")).toEqual([]);
  });

  test("is not sent where it must not: no app-id, or a host that is not safe", async ({ page, open }) => {
    const requests = asked(page, (request) => request.url().endsWith("/public-config") && request.url());
    const widget = await open({ "app-id": false });
    await expect(widget.element.getByRole("alert")).toBeVisible();
    for (const host of ["http://login.example", "javascript:alert(1)", "//login.example", "nonsense"]) {
      await widget.element.evaluate((element, host) => {
        const next = element.cloneNode();
        next.setAttribute("app-id", "demo");
        next.setAttribute("host", host);
        element.replaceWith(next);
      }, host);
      await expect(widget.element.getByRole("alert")).toBeVisible();
    }
    await allTold(page);
    expect(requests).toEqual([]);
  });
});

test("a module that comes late finds the configuration there: the card is drawn at once", async ({ page, open }) => {
  const { asked, go } = await hold(page, WASM);
  const answered = Promise.all([CONFIG, LOCALE].map((pattern) => page.waitForResponse(pattern)));
  const widget = await open();
  await answered;
  await expect.poll(() => asked).toHaveLength(1);
  await allTold(page);
  const requests = watch(page);
  go();
  await expect(widget.qrTab).toBeVisible();
  await allTold(page);
  expect(requests.filter(({ pathname }) => !PART.test(pathname))).toEqual([]);
});
