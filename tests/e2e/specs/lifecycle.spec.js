// The life of the element: made, upgraded, connected, moved, hidden, copied, removed, in any order. What is asked of it
// before it can do it is in too-early.spec.js.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { allTold, asked, path } from "../support/asked.js";
import { events } from "../support/events.js";
import { MODULE, hold } from "../support/hold.js";
import { html, openBeside, tag } from "../support/pages.js";
import { distDir } from "../support/paths.js";
import { expect, test as base } from "../support/test.js";

const ELEMENT = "<guard-widget></guard-widget>";

const test = base.extend({
  /** Opens a page with this body, in which the package is loaded by `load()` only. */
  bare: async ({ page, server, widget }, use) => {
    await use(async (body = ELEMENT) => {
      await openBeside(page, server, html().replace(/<script.*<\/script>/, "").replace(tag(), body));
      return widget;
    });
  },
});

const load = (page, url = "/dist/guard-widget.js") => page.evaluate((url) => import(url), url);

/** A part of the module or the script beside it, which is asked for when the browser is idle. */
const PART = /\.[0-9a-f]{8}\.wasm$|\/guard-late\.js$/;

/** What is loaded or asked beside the page, the entry and the parts. */
const watch = (page) =>
  asked(page, (request) => {
    const pathname = path(request);
    return /^\/(dist|api)\//.test(pathname) && !pathname.endsWith("/guard-widget.js") && !PART.test(pathname) && pathname;
  });

/** The properties of the element that have the names of `wanted`. */
const read = (widget, wanted) =>
  widget.element.evaluate((element, names) => Object.fromEntries(names.map((name) => [name, element[name]])), Object.keys(wanted));

/** A value of each property that is not its default, and the attribute that shows it. */
const VALUES = {
  appId: ["demo", "app-id", "demo"],
  host: ["/", "host", "/"],
  theme: ["dark", "theme", "dark"],
  tabs: ["qr,password", "tabs", "qr,password"],
  defaultTab: ["password", "default-tab", "password"],
  heading: ["Members", "heading", "Members"],
  logo: ["/logo.svg", "logo", "/logo.svg"],
  account: ["lin", "account", "lin"],
  forgotPasswordUrl: ["/forgot", "forgot-password-url", "/forgot"],
  registerUrl: ["/register", "register-url", "/register"],
  qrSize: [160, "qr-size", "160"],
  noAutoRefresh: [true, "no-auto-refresh", ""],
  callbackUrl: ["/callback", "callback-url", "/callback"],
  mode: ["inline", "mode", "inline"],
  open: [true, "open", ""],
  shadow: ["none", "shadow", "none"],
  bare: [false, "bare", null],
};

test("properties that were set before the element was defined count, all of them", async ({ page, bare }) => {
  await page.route("**/logo.svg", (route) => route.fulfill({ contentType: "image/svg+xml", body: "<svg xmlns='http://www.w3.org/2000/svg'/>" }));
  const widget = await bare();
  await page.evaluate((values) => {
    const element = document.querySelector("guard-widget");
    for (const [name, [value]] of Object.entries(values)) element[name] = value;
    element.lang = "en-US";
    globalThis.objects = {
      backend: { login: () => ({ token: "early" }) },
      config: { name: "Early", tabs: ["password", "qr"] },
      messages: { submit: "Come in" },
    };
    Object.assign(element, globalThis.objects);
  }, VALUES);
  await load(page);
  await expect(widget.element.getByRole("heading")).toHaveText("Members");
  await expect(widget.element.locator("[part=base]")).toHaveAttribute("data-theme", "dark");
  await expect(widget.element.getByRole("tab")).toHaveText(["QR code", "Password"]);
  await expect(widget.account).toHaveValue("lin");
  await expect(widget.submit).toHaveText("Come in");
  const seen = await page.evaluate((values) => {
    const element = document.querySelector("guard-widget");
    return {
      own: Object.keys(element),
      attributes: Object.fromEntries(Object.entries(values).map(([name, [, attribute]]) => [name, element.getAttribute(attribute)])),
      properties: Object.fromEntries(Object.keys(values).map((name) => [name, element[name]])),
      objects: Object.entries(globalThis.objects).map(([name, value]) => element[name] === value),
      light: element.shadowRoot === null,
    };
  }, VALUES);
  expect(seen).toEqual({
    own: [],
    attributes: Object.fromEntries(Object.entries(VALUES).map(([name, [, , text]]) => [name, text])),
    properties: Object.fromEntries(Object.entries(VALUES).map(([name, [value]]) => [name, value])),
    objects: [true, true, true],
    light: true,
  });
});

test("attributes that change while the module is on its way count when it comes", async ({ page, open }) => {
  const go = await hold(page, MODULE);
  const widget = await open({ heading: "Before", theme: "light" });
  await widget.element.locator("[aria-busy=true]").waitFor();
  await widget.element.evaluate((element) => {
    element.heading = "After";
    element.theme = "dark";
    element.tabs = "qr,password";
    element.lang = "zh-CN";
    element.messages = { tabQr: "小程序" };
  });
  go();
  await expect(widget.element.getByRole("heading")).toHaveText("After");
  await expect(widget.element.locator("[part=base]")).toHaveAttribute("data-theme", "dark");
  await expect(widget.element.getByRole("tab")).toHaveText(["小程序", "密码登录"]);
});

test("attributes that are taken away leave the default", async ({ page, open }) => {
  const widget = await open({ heading: "Members", theme: "dark", tabs: "qr", bare: true, "qr-size": "160", "default-tab": "qr" });
  await widget.code.waitFor();
  await widget.element.evaluate((element) => {
    for (const name of ["theme", "tabs", "bare", "qr-size", "default-tab"]) element.removeAttribute(name);
    element.heading = null;
  });
  await expect(widget.element.getByRole("heading")).toHaveText("Log in to Shanlan");
  await expect(widget.element.locator("[part=base]")).toHaveAttribute("data-theme", "auto");
  await expect(widget.element.getByRole("tab")).toHaveCount(2);
  await expect(widget.element.locator("[part=base]")).toHaveCSS("padding-top", "32px");
  const wanted = { heading: "", theme: "auto", tabs: "", bare: false, qrSize: 205, defaultTab: "" };
  await expect.poll(() => read(widget, wanted)).toEqual(wanted);
  await widget.passwordTab.click();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  expect(await events(page, "guard-error")).toEqual([]);
});

test("values that make no sense are as good as none", async ({ page, open }) => {
  const words = { theme: "purple", tabs: "sms,,qr", mode: "popup", shadow: "closed", "default-tab": "sms", "qr-size": "huge" };
  const widget = await open({ ...words, lang: "tlh" });
  await expect(widget.account).toBeVisible();
  await expect(widget.element.getByRole("tab")).toHaveText(["Password", "QR code"]);
  const wanted = { theme: "auto", mode: "inline", shadow: "open", defaultTab: "", qrSize: 205 };
  await expect.poll(() => read(widget, wanted)).toEqual(wanted);
  expect(await events(page, "guard-error")).toEqual([]);
});

test.describe("nothing is loaded or drawn", () => {
  test("by an element that is never connected", async ({ page, bare, widget }) => {
    await bare("");
    await load(page);
    await allTold(page);
    const requests = watch(page);
    await page.evaluate(() => {
      globalThis.made = document.createElement("guard-widget");
      Object.assign(globalThis.made, { appId: "demo", host: "/", heading: "Members" });
      globalThis.made.setAttribute("lang", "zh-CN");
      globalThis.made.focus();
      globalThis.made.reset();
      globalThis.made.refreshQr();
      globalThis.made.setTab("qr");
      document.createElement("div").append(globalThis.made);
    });
    await page.waitForTimeout(200);
    await allTold(page);
    expect(requests).toEqual([]);
    const drawn = await page.evaluate(({ made } = globalThis) => [made.shadowRoot, made.childNodes.length, made.qrText]);
    expect(drawn).toEqual([null, 0, undefined]);
    await page.evaluate(() => document.querySelector("main").append(globalThis.made));
    await expect(widget.element.getByRole("heading")).toHaveText("Members");
    await expect(widget.code, "it shows the tab that it was told to").toBeVisible();
  });

  test("in a template, and what is cloned from there works", async ({ page, bare }) => {
    const widget = await bare(`<template>${tag()}</template>`);
    const requests = watch(page);
    await load(page);
    await page.waitForTimeout(100);
    await allTold(page);
    expect(requests).toEqual([]);
    await page.evaluate(() => document.querySelector("main").append(document.importNode(document.querySelector("template").content, true)));
    await expect(widget.account).toBeVisible();
  });

  test("by a hidden one; shown it is there, hidden again it is gone with all that went on", async ({ page, open }) => {
    const requests = watch(page);
    const widget = await open({ hidden: true, "default-tab": "qr" });
    await page.waitForTimeout(200);
    await allTold(page);
    expect(requests).toEqual([]);
    await expect(widget.element).toBeHidden();
    const polled = page.waitForRequest("**/qrcode/check");
    await widget.element.evaluate((element) => element.show());
    await widget.code.waitFor();
    await polled;
    await widget.passwordTab.click();
    await widget.password.fill("typed");
    await allTold(page);
    requests.length = 0;
    await widget.element.evaluate((element) => element.hide());
    await expect(widget.element).toBeHidden();
    const left = await widget.element.evaluate(({ hidden, shadowRoot, qrText }) => [hidden, shadowRoot.childElementCount, qrText]);
    expect(left).toEqual([true, 0, undefined]);
    await page.waitForTimeout(1_500);
    await allTold(page);
    expect(requests).toEqual(["/api/v2/qrcode/abandon"]);
    await widget.element.evaluate((element) => element.removeAttribute("hidden"));
    await widget.code.waitFor();
    await widget.passwordTab.click();
    await expect(widget.password).toHaveValue("");
  });
});

test.describe("moved", () => {
  for (const [how, move] of [
    ["append()", (element) => document.body.append(element)],
    ["moveBefore()", (element) => document.body.moveBefore(element, document.body.firstChild)],
    ["remove() and append() in one go", (element) => (element.remove(), document.body.append(element))],
    ["the move of what it is in", () => document.body.append(document.querySelector("main"))],
  ]) {
    test(`by ${how}, it goes on as it was`, async ({ page, open }) => {
      const widget = await open();
      await widget.account.fill("lin");
      await widget.showCode();
      const text = await widget.codeText();
      await allTold(page);
      const requests = watch(page);
      await widget.element.evaluate(move);
      await page.waitForTimeout(50);
      await expect.poll(() => widget.codeText()).toBe(text);
      await widget.passwordTab.click();
      await expect(widget.account).toHaveValue("lin");
      await allTold(page);
      expect(requests.filter((path) => !path.endsWith("/check"))).toEqual([]);
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
    });
  }

  test("while it loads, it loads once", async ({ page, open }) => {
    const go = await hold(page, MODULE);
    const requests = watch(page);
    const widget = await open();
    await widget.element.locator("[aria-busy=true]").waitFor();
    await widget.element.evaluate((element) => document.body.append(element));
    go();
    // The form is there before the module.
    await expect.poll(() => events(page, "guard-ready")).not.toHaveLength(0);
    await allTold(page);
    expect(requests.filter((path) => path.endsWith("/public-config"))).toHaveLength(1);
    await expect.poll(() => widget.element.evaluate((element) => element.shadowRoot.childElementCount)).toBe(1);
    expect(await events(page, "guard-ready")).toHaveLength(1);
  });

  test("into the document of a frame, it works there and is styled", async ({ page, open }) => {
    const widget = await open();
    await widget.ready();
    await page.evaluate(() => {
      const frame = document.createElement("iframe");
      frame.style.cssText = "width: 500px; height: 700px";
      document.body.append(frame);
      frame.contentDocument.body.append(frame.contentDocument.adoptNode(document.querySelector("guard-widget")));
    });
    const inside = page.frameLocator("iframe").locator("guard-widget");
    await expect(inside.locator("[part=base]")).toHaveCSS("border-radius", "16px");
    await inside.locator("input[name=username]").fill("lin");
    await inside.locator("input[name=password]").fill("shanlan-tea-2026");
    await inside.locator("[part=submit]").click();
    await expect(inside.locator("[part=qr][data-status=success]")).toBeVisible();
  });
});

test("removed and put back it is fresh, with its properties", async ({ page, open }) => {
  const widget = await open();
  await widget.account.fill("somebody");
  await page.evaluate(async () => {
    const element = document.querySelector("guard-widget");
    element.messages = { submit: "Come in" };
    for (let round = 0; round < 3; round++) {
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 20));
      document.querySelector("main").append(element);
    }
  });
  await expect(widget.account).toHaveValue("");
  await expect(widget.submit).toHaveText("Come in");
  await widget.ready();
  await expect.poll(() => widget.element.evaluate((element) => element.shadowRoot.childElementCount)).toBe(1);
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
});

test("copies and markup make boxes of their own", async ({ page, open, widget }) => {
  await open({ id: "first" });
  await widget.account.fill("lin");
  await page.evaluate(() => {
    const first = document.querySelector("#first");
    first.messages = { submit: "Come in" };
    const copy = first.cloneNode(true);
    copy.id = "copy";
    first.after(copy);
    document.querySelector("main").insertAdjacentHTML("beforeend", first.outerHTML.replace("first", "markup"));
  });
  for (const id of ["copy", "markup"]) {
    await expect(page.locator(`#${id} input[name=username]`)).toHaveValue("");
    await expect(page.locator(`#${id} [part=submit]`)).toHaveText("Log in");
  }
  await page.locator("#copy input[name=username]").fill("chen");
  await expect(page.locator("#first input[name=username]")).toHaveValue("lin");
});

test("the package loaded twice, from two addresses, is one element", async ({ page, bare, server }) => {
  const entry = await readFile(join(distDir(), "guard-widget.js"));
  await page.route(`${server.url}/other/guard-widget.js`, (route) => route.fulfill({ contentType: "text/javascript", body: entry }));
  const widget = await bare(tag());
  const same = await page.evaluate(async () => {
    const [first, second] = [await import("/dist/guard-widget.js"), await import("/other/guard-widget.js")];
    return [customElements.get("guard-widget") === first.GuardWidget, first.GuardWidget === second.GuardWidget];
  });
  expect(same).toEqual([true, false]);
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
});

test("its states follow what is shown, and are gone with it", async ({ page, open, complaints }) => {
  complaints.allowed.push(/^Failed to load resource: /);
  const NAMES = ["loading", "ready", "scanned", "confirmed", "success", "expired", "cancelled", "error", "offline"];
  const go = await hold(page, MODULE);
  const widget = await open();
  const states = () => widget.element.evaluate((element, names) => names.filter((name) => element.matches(`:state(${name})`)), NAMES);
  await expect.poll(states).toEqual(["loading"]);
  go();
  await expect.poll(states).toEqual(["ready"]);
  await page.route("**/api/v2/qrcode/gene", (route) => route.fulfill({ status: 403, body: "" }));
  await widget.qrTab.click();
  await expect.poll(states).toEqual(["error"]);
  await widget.passwordTab.click();
  await expect.poll(states).toEqual(["ready"]);
  await widget.logIn();
  await expect.poll(states).toEqual(["success"]);
  await widget.element.evaluate((element) => (element.hidden = true));
  await expect.poll(states).toEqual([]);
});
