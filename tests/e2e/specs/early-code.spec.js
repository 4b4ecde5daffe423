// Where the page puts the code first, it is in sight before the module is there: the script asks for it, draws it, and hands
// it over. What the script cannot know is left to the module.
import { allTold, asked, pathOfApi } from "../support/asked.js";
import { events } from "../support/events.js";
import { CONFIG, MODULE, hold } from "../support/hold.js";
import { lastCode } from "../support/places.js";
import { read, readable } from "../support/qr.js";
import { PLAIN } from "../support/server.js";
import { allowFailedRequests, expect, test as base } from "../support/test.js";

const GENE = "**/api/v2/qrcode/gene";

/** The drawing of the script. */
const early = (widget) => widget.element.locator(".guard-tile > svg:not([class])");

const drawing = (code) => code.locator("path").first().getAttribute("d");

/** The requests of a kind, by the ends of their paths. */
const named = (requests, name) => requests.filter((path) => path.endsWith(`/qrcode/${name}`));

const test = base.extend({
  /** Opens a box with the code first, whose module comes when `arrive()` is called. */
  late: async ({ page, open, widget }, use) => {
    await use(async (attributes = {}) => {
      const requests = asked(page, pathOfApi);
      const arrive = await hold(page, MODULE);
      await open({ "default-tab": "qr", ...attributes });
      return { widget, requests, arrive };
    });
  },
});

/** Waits until what could be asked for before the module has been. */
const settled = async (page, requests, name = "gene") => {
  await expect.poll(() => named(requests, name)).toHaveLength(1);
  await page.waitForTimeout(500);
  await allTold(page);
};

const PLACES = {
  'shadow="open"': {},
  'shadow="none"': { shadow: "none" },
  "a dialog": { mode: "modal", open: true },
  "the code alone": { tabs: "qr", bare: true },
  "a larger code": { "qr-size": "300" },
};

for (const [place, attributes] of Object.entries(PLACES)) {
  test(`the code is in sight before the module, stays as it is, and logs in: ${place}`, async ({ page, late, phone }) => {
    const last = await lastCode(page);
    const { widget, requests, arrive } = await late(attributes);
    await expect(early(widget)).toBeVisible();
    const before = { d: await drawing(early(widget)), box: await early(widget).boundingBox() };
    expect(await readable(page)).toBe(last.text);
    // From frame to frame there is a code, from now until the module's.
    await widget.element.evaluate((element) => {
      const root = element.shadowRoot ?? element;
      globalThis.frames = [];
      const look = () => {
        const codes = [...root.querySelectorAll(".guard-tile > svg:not(.guard-ring)")].filter((code) => code.checkVisibility({ visibilityProperty: true }));
        globalThis.frames.push(codes.map((code) => code.getBoundingClientRect()).map(({ x, y, width }) => [x, y, width].map(Math.round).join()));
        globalThis.looking = requestAnimationFrame(look);
      };
      look();
    });
    arrive();
    await expect(widget.code).toBeVisible();
    await widget.ready();
    await page.waitForTimeout(300);
    const frames = await page.evaluate(() => (cancelAnimationFrame(globalThis.looking), globalThis.frames));
    expect(new Set(frames.map((codes) => codes.length)), "one code in each frame").toEqual(new Set([1]));
    expect(await drawing(widget.code), "the same drawing").toBe(before.d);
    const { x, y, width } = await widget.code.boundingBox();
    expect([x, width].map(Math.round), "in the same place").toEqual([before.box.x, before.box.width].map(Math.round));
    expect(Math.abs(y - before.box.y), "nothing above it has moved it far").toBeLessThan(60);
    expect(await widget.codeText()).toBe(last.text);
    const scan = await phone(last.text);
    await expect(widget.status("scanned")).toBeVisible();
    await scan.confirm(await widget.number());
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(async () => (await events(page, "guard-login"))[0]?.detail).toMatchObject({ method: "qr", user: { username: "lin" } });
    await allTold(page);
    expect(named(requests, "gene"), "asked for once").toHaveLength(1);
    expect(named(requests, "abandon")).toEqual([]);
  });
}

test("a phone that scans before the module is there is heard by it", async ({ page, late, phone }) => {
  const { widget, arrive } = await late();
  await expect(early(widget)).toBeVisible();
  const scan = await phone(await readable(widget.element));
  arrive();
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  expect(await events(page, "guard-login-error")).toEqual([]);
});

test("the page hears of a code that is ready once, when the module has it", async ({ page, late }) => {
  const { widget, arrive } = await late();
  await expect(early(widget)).toBeVisible();
  expect(await events(page, "guard-qr-status")).toEqual([]);
  arrive();
  await expect(widget.code).toBeVisible();
  const ready = async () => (await events(page, "guard-qr-status")).filter(({ detail }) => detail.status === "ready");
  await expect.poll(ready).toHaveLength(1);
  await page.waitForTimeout(300);
  expect(await ready()).toHaveLength(1);
});

test.describe("given up before the module, the code is abandoned", () => {
  const WAYS = {
    "the box is taken out": (widget) => widget.element.evaluate((element) => element.remove()),
    "the box is hidden": (widget) => widget.element.evaluate((element) => (element.hidden = true)),
    "another application is set": (widget) => widget.element.evaluate((element) => (element.appId = "other")),
  };
  for (const [how, act] of Object.entries(WAYS)) {
    test(how, async ({ page, late, complaints }) => {
      allowFailedRequests(complaints);
      const { widget, requests, arrive } = await late();
      await expect(early(widget)).toBeVisible();
      await act(widget);
      await expect.poll(() => named(requests, "abandon")).toHaveLength(1);
      await expect(early(widget)).toHaveCount(0);
      arrive();
      await page.waitForTimeout(500);
      await allTold(page);
      expect(named(requests, "gene")).toHaveLength(1);
    });
  }

  test("the page is left, and the phone hears of it", async ({ page, late, phone }) => {
    const { widget } = await late();
    await expect(early(widget)).toBeVisible();
    const scan = await phone(await readable(page));
    const [number] = await scan.numbers();
    await page.goto("about:blank");
    await scan.confirm(number);
    await expect(scan.result).toHaveAttribute("data-result", "expired");
  });

  test("the module comes too late for it, and makes another", async ({ page, late }) => {
    await page.route(GENE, async (route) => {
      const response = await route.fetch();
      const answer = await response.json();
      await route.fulfill({ response, json: { ...answer, data: { ...answer.data, expiresIn: 4 } } });
    });
    const { widget, requests, arrive } = await late();
    await expect(early(widget)).toBeVisible();
    await expect(early(widget)).toHaveCount(0);
    await expect(widget.element.locator(".guard-tile.guard-skeleton")).toBeVisible();
    await expect.poll(() => named(requests, "abandon")).toHaveLength(1);
    arrive();
    await expect(widget.code).toBeVisible();
    expect(named(requests, "gene")).toHaveLength(2);
  });
});

test("a backend that the page has set since answers for itself, and the code is abandoned", async ({ page, late }) => {
  const { widget, requests, arrive } = await late();
  await expect(early(widget)).toBeVisible();
  await widget.element.evaluate((element) => {
    element.backend = {
      createCode: () => ({ id: "own", text: "https://own.example/c", expiresIn: 60, longPoll: true }),
      check: (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    };
  });
  arrive();
  await expect.poll(() => widget.codeTextNow()).toBe("https://own.example/c");
  await expect(early(widget)).toHaveCount(0);
  await expect.poll(() => named(requests, "abandon")).toHaveLength(1);
  expect(named(requests, "gene")).toHaveLength(1);
});

test("a module that does not come leaves no code behind", async ({ page, open, complaints }) => {
  allowFailedRequests(complaints);
  const requests = asked(page, pathOfApi);
  let answer;
  const asking = new Promise((resolve) => (answer = resolve));
  await page.route(MODULE, async (route) => {
    await asking;
    await route.fulfill({ status: 404, body: "" });
  }, { times: 1 });
  const widget = await open({ "default-tab": "qr" });
  await expect(early(widget)).toBeVisible();
  answer();
  await widget.element.getByRole("button", { name: "Try again" }).click();
  await expect(widget.code).toBeVisible();
  await expect(early(widget)).toHaveCount(0);
  await allTold(page);
  expect(named(requests, "gene")).toHaveLength(2);
  expect(named(requests, "abandon")).toHaveLength(1);
});

test("the time that it was in sight before the module counts", async ({ page, late }) => {
  await page.route(GENE, async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    await route.fulfill({ response, json: { ...answer, data: { ...answer.data, expiresIn: 20 } } });
  });
  const { widget, arrive } = await late({ "no-auto-refresh": true });
  await expect(early(widget)).toBeVisible();
  await page.waitForTimeout(5_000);
  arrive();
  await expect(widget.code).toBeVisible();
  const ring = widget.element.locator(".guard-ring");
  const left = await ring.evaluate((ring) => Number.parseInt(ring.style.getPropertyValue("--guard-qr-ttl")));
  expect(left).toBeLessThanOrEqual(15_000);
});

test("a server's picture comes with the module, of the same request", async ({ page, late }) => {
  await lastCode(page, ({ text: _, ...data }) => data);
  const { widget, requests, arrive } = await late();
  await settled(page, requests);
  await expect(early(widget)).toHaveCount(0);
  arrive();
  await widget.pictureLoaded();
  expect(named(requests, "gene")).toHaveLength(1);
});

test("a request that fails is the module's to tell, and to try again", async ({ page, late, complaints }) => {
  allowFailedRequests(complaints);
  let isDown = true;
  await page.route(GENE, (route) => (isDown ? route.fulfill({ status: 502, body: "<html>" }) : route.continue()));
  const { widget, requests, arrive } = await late();
  await settled(page, requests);
  await expect(early(widget)).toHaveCount(0);
  isDown = false;
  arrive();
  await expect(widget.code).toBeVisible();
  expect(named(requests, "abandon")).toEqual([]);
});

/** Answers of a server that is out of its mind, or has something between: what is made of the right one. */
const ODD = {
  "a life of ages": (data) => ({ ...data, expiresIn: 1e12 }),
  "a life that is over": (data) => ({ ...data, expiresIn: -5 }),
  "a life in words": (data) => ({ ...data, expiresIn: "soon" }),
  "a text that is no text": (data) => ({ ...data, text: { toString: "x" } }),
  "a text of a megabyte": (data) => ({ ...data, text: "x".repeat(1 << 20) }),
  "nothing in it": () => ({}),
  "no data": () => null,
};

test("a code that lives for years is kept, and handed over", async ({ page, late }) => {
  // Half of it is more than a timer can hold.
  await lastCode(page, (data) => ({ ...data, expiresIn: 1e9 }));
  const { widget, requests, arrive } = await late();
  await expect(early(widget)).toBeVisible();
  await settled(page, requests);
  await expect(early(widget)).toBeVisible();
  arrive();
  await expect(widget.code).toBeVisible();
  await allTold(page);
  expect([named(requests, "gene").length, named(requests, "abandon").length]).toEqual([1, 0]);
});

for (const [what, make] of Object.entries(ODD)) {
  test(`an answer with ${what} freezes nothing: another code comes`, async ({ page, late }) => {
    let isOdd = true;
    await page.route(GENE, async (route) => {
      const response = await route.fetch();
      const answer = await response.json();
      await route.fulfill({ response, json: isOdd ? { ...answer, data: make(answer.data) } : answer });
      isOdd = false;
    });
    const { widget, requests, arrive } = await late();
    await settled(page, requests);
    arrive();
    await expect(widget.code.or(widget.refresh).first()).toBeVisible();
    if (await widget.refresh.isVisible()) await widget.refresh.click();
    await expect(widget.code).toBeVisible();
    await expect(early(widget)).toHaveCount(0);
  });
}

test("names that the page has put into all objects are no code", async ({ page, late }) => {
  await page.addInitScript(() => Object.assign(Object.prototype, { verifier: "theirs", code: "theirs" }));
  const { widget, arrive } = await late();
  await page.waitForTimeout(300);
  arrive();
  await expect(widget.code).toBeVisible();
});

test("where its script cannot be had, the code comes with the module", async ({ page, late, complaints }) => {
  allowFailedRequests(complaints);
  await page.route("**/guard-code.js", (route) => route.fulfill({ status: 404, body: "" }));
  const { widget, requests, arrive } = await late();
  await page.waitForTimeout(500);
  arrive();
  await expect(widget.code).toBeVisible();
  expect(named(requests, "gene")).toHaveLength(1);
});

test("where its script comes after the module, nothing is asked for twice", async ({ page, open }) => {
  const requests = asked(page, pathOfApi);
  const arrive = await hold(page, "**/guard-code.js");
  const widget = await open({ "default-tab": "qr" });
  await expect(widget.code).toBeVisible();
  arrive();
  await page.waitForTimeout(500);
  await allTold(page);
  expect(named(requests, "gene")).toHaveLength(1);
  expect(named(requests, "abandon")).toEqual([]);
});

test("where the configuration comes after the module, nothing is asked for twice", async ({ page, open }) => {
  const requests = asked(page, pathOfApi);
  const arrive = await hold(page, CONFIG);
  const widget = await open({ "default-tab": "qr" });
  await page.waitForTimeout(1_000);
  arrive();
  await expect(widget.code).toBeVisible();
  await page.waitForTimeout(500);
  await allTold(page);
  expect(named(requests, "gene")).toHaveLength(1);
});

test.describe("no code is asked for before the module", () => {
  const expectNone = async (page, { widget, requests, arrive }) => {
    await page.waitForTimeout(800);
    await allTold(page);
    expect(named(requests, "gene")).toEqual([]);
    await expect(early(widget)).toHaveCount(0);
    arrive();
  };

  test("when the form comes first", async ({ page, late }) => {
    await expectNone(page, await late({ "default-tab": "password" }));
  });

  test("when the page answers by itself", async ({ page, open, widget }) => {
    await page.addInitScript(() => {
      addEventListener("DOMContentLoaded", () => {
        document.querySelector("guard-widget").backend = { createCode: () => ({ id: "own", text: "https://own.example/c", expiresIn: 60 }) };
      });
    });
    const requests = asked(page, pathOfApi);
    const arrive = await hold(page, MODULE);
    await open({ "default-tab": "qr" });
    await expectNone(page, { widget, requests, arrive });
  });

  test("when the application has no codes", async ({ page, late }) => {
    await page.route(CONFIG, async (route) => {
      const response = await route.fetch();
      const answer = await response.json();
      await route.fulfill({ response, json: { ...answer, data: { ...answer.data, loginTabs: { list: ["password"], default: "password", title: {} } } } });
    });
    const box = await late();
    await expectNone(page, box);
    await expect(box.widget.account).toBeVisible();
  });

  test.describe("on a phone", () => {
    test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 780 } });
    test("another way may come first", async ({ page, late }) => {
      await expectNone(page, await late());
    });
  });

  test.describe("on a server without the extension", () => {
    test.use({ settings: PLAIN });
    test("which has pictures", async ({ page, late }) => {
      const box = await late();
      await expectNone(page, box);
      await box.widget.pictureLoaded();
    });
  });
});

test("styles of the page do not reach it in the light DOM", async ({ page, late }) => {
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      const style = document.createElement("style");
      style.textContent = "svg { width: 10px; height: auto; fill: red; background: red; opacity: .3 } path { fill: #fff; stroke: #fff; stroke-width: 4px }";
      document.head.append(style);
    });
  });
  const last = await lastCode(page);
  const { widget, arrive } = await late({ shadow: "none" });
  await expect(early(widget)).toBeVisible();
  await expect.poll(() => read(widget.element)).toEqual({ rqrr: last.text, quircs: last.text });
  arrive();
  await expect(widget.code).toBeVisible();
});
