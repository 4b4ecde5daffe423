// The manifest, the typings and the reference against what the built element really has, in both directions.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { listen } from "../support/events.js";
import { html, openBeside } from "../support/pages.js";
import { distDir } from "../support/paths.js";
import { STATES } from "../support/states.js";
import { allowFailedRequests, expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

const built = (name) => readFileSync(join(distDir(), name), "utf8");
const [MODULE] = JSON.parse(built("custom-elements.json")).modules;
const ELEMENT = MODULE.declarations.find(({ customElement }) => customElement);
const TYPINGS = built("guard-widget.d.ts");
const REFERENCE = readFileSync(join(import.meta.dirname, "../../../docs/element.md"), "utf8");

const names = (all) => all.map(({ name }) => name).sort();
const sorted = (all) => [...new Set(all)].sort();
const FIELDS = ELEMENT.members.filter(({ kind }) => kind === "field");
const METHODS = ELEMENT.members.filter(({ kind }) => kind === "method");
const REFLECTED = FIELDS.filter(({ reflects }) => reflects);
const OWN_STATES = names(ELEMENT.cssStates);

/** Variables that the element and its style sheet use between them. */
const INTERNAL = ["--guard-code-side", "--guard-qr-elapsed", "--guard-qr-ttl"];

/** The rows of the tables below a heading of the reference, without the backticks. @param {string} heading */
const rows = (heading) => {
  const [, section] = REFERENCE.split(new RegExp(`^## ${heading}$`, "m"));
  return section
    .split(/^## /m)[0]
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.slice(2, -2).split(/ (?<!\\)\| /).map((cell) => cell.replaceAll("`", "")));
};
const documented = (heading) => rows(heading).map(([name]) => name).sort();

/** The text of a class or an interface of the typings. @param {string} head */
const declared = (head) => {
  const [, body] = TYPINGS.split(`export ${head} {\n`);
  return body.split("\n}\n")[0];
};

test.describe("attributes and members", () => {
  test.beforeEach(async ({ page, open }) => {
    const widget = await open();
    await widget.ready();
    // Not in the document: what is set there moves nothing.
    await page.evaluate(() => (globalThis.loose = document.createElement("guard-widget")));
  });

  test("the observed attributes are the described ones", async ({ page }) => {
    const observed = await page.evaluate(() => customElements.get("guard-widget").observedAttributes);
    // `hidden` is HTML's, and `nonce` counts when the box is drawn.
    expect(sorted(observed)).toEqual(sorted([...names(ELEMENT.attributes).filter((name) => name !== "nonce"), "hidden"]));
    expect(documented("Attributes")).toEqual(names(ELEMENT.attributes));
    for (const [attribute, property, , initial] of rows("Attributes")) {
      const described = ELEMENT.attributes.find(({ name }) => name === attribute);
      expect(property, attribute).toBe(described.fieldName ?? attribute);
      expect({ "–": "", off: false }[initial] ?? initial, attribute).toBe(
        typeof JSON.parse(described.default) === "number" ? described.default : JSON.parse(described.default),
      );
    }
  });

  test("the members of the class are the described ones", async ({ page }) => {
    const real = await page.evaluate(() => {
      const { prototype } = customElements.get("guard-widget");
      // What the element does in its own way as every node does it (`insertBefore`) is no member of its own.
      const isOwn = (name) => !/^constructor$|Callback$/.test(name) && !(name in Node.prototype);
      const all = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([name]) => isOwn(name));
      return {
        fields: all.filter(([, { get }]) => get).map(([name]) => name),
        readonly: all.filter(([, { get, set }]) => get && !set).map(([name]) => name),
        methods: all.filter(([, { value }]) => typeof value === "function").map(([name]) => name),
        rest: all.filter(([, { get, value }]) => !get && typeof value !== "function").map(([name]) => name),
      };
    });
    expect(sorted(real.fields)).toEqual(names(FIELDS));
    expect(sorted(real.readonly)).toEqual(names(FIELDS.filter(({ readonly }) => readonly)));
    expect(sorted(real.methods)).toEqual(names(METHODS));
    expect(real.rest).toEqual([]);
  });

  test("the typings and the reference have the same members", () => {
    const body = declared("class GuardWidget extends HTMLElement");
    const found = (pattern) => sorted([...body.matchAll(pattern)].map(([, ...groups]) => groups.find(Boolean)));
    expect(found(/^  (?:get (\w+)\(\)|(\w+)): /gm)).toEqual(names(FIELDS));
    const methods = found(/^  (\w+)\(/gm).filter((name) => !/^(?:add|remove)EventListener$/.test(name));
    expect(methods).toEqual(names(METHODS));
    expect(documented("Properties")).toEqual(names(FIELDS.filter(({ reflects }) => !reflects)));
    expect(documented("Methods").map((signature) => signature.split("(")[0])).toEqual(names(METHODS));
  });

  for (const { name, attribute, type, default: initial } of REFLECTED) {
    test(`${name} reflects ${attribute}`, async ({ page }) => {
      const described = ELEMENT.attributes.find((one) => one.name === attribute);
      const values = described.type.text.includes('"') ? described.type.text.split(" | ").map((value) => JSON.parse(value)) : undefined;
      const kind = values ? "enum" : type.text;
      const real = await page.evaluate(
        ({ name, attribute, samples }) => {
          const element = globalThis.loose;
          const look = () => [element[name], element.getAttribute(attribute)];
          const seen = { without: look(), set: [], written: [], removed: [] };
          for (const sample of samples) {
            element[name] = sample;
            seen.set.push(look());
            for (const none of [null, undefined]) {
              element[name] = sample;
              element[name] = none;
              seen.removed.push(look());
            }
            element.setAttribute(attribute, String(sample));
            seen.written.push(look());
            element.removeAttribute(attribute);
          }
          element.setAttribute(attribute, "no such value");
          seen.unknown = look();
          return seen;
        },
        { name, attribute, samples: { enum: values, string: ["a b", ""], number: [240, 120.5], boolean: [true] }[kind] },
      );
      const none = [JSON.parse(initial), null];
      expect(real.without).toEqual(none);
      expect(sorted(real.removed.map(String))).toEqual([String(none)]);
      if (kind === "boolean") {
        expect(real.set).toEqual([[true, ""]]);
        expect(real.written).toEqual([[true, "true"]]);
        expect(real.unknown[0]).toBe(true);
        return;
      }
      for (const [value, text] of [...real.set, ...real.written]) {
        expect(typeof value).toBe(typeof none[0]);
        expect(text).toBe(String(value));
      }
      expect(real.unknown[0]).toBe(kind === "string" ? "no such value" : none[0]);
    });
  }
});

test("the exports are the described ones, in Node as well as in a browser", async ({ page, open }) => {
  const described = names(MODULE.exports.filter(({ kind }) => kind === "js"));
  await open();
  expect(await page.evaluate(async () => Object.keys(await import("/dist/guard-widget.js")).sort())).toEqual(described);
  expect(Object.keys(await import(pathToFileURL(join(distDir(), "guard-widget.js")))).sort()).toEqual(described);
  expect(sorted([...TYPINGS.matchAll(/^export (?:class|function|const) (\w+)/gm)].map(([, name]) => name))).toEqual(described);
  const functions = documented("Functions").map((signature) => signature.split("(")[0]);
  expect(sorted([...functions, ELEMENT.name])).toEqual(described);
});

test("what the page loads is what integrity.json says", async ({ page, server, open }) => {
  const integrity = JSON.parse(built("integrity.json"));
  const asked = new Set();
  page.on("request", (request) => {
    const [, name] = request.url().split(`${server.url}/dist/`);
    if (name) asked.add(name);
  });
  let submits = 0;
  page.on("request", (request) => (submits += Number(/guard-submit\.\w+\.wasm$/.test(request.url()))));
  for (const [index, lang] of ["en-US", "zh-CN"].entries()) {
    const widget = await open({ lang });
    await widget.ready();
    await expect.poll(() => submits, "when the browser is idle").toBe(index + 1);
  }
  const loaded = {};
  for (const name of asked) {
    // Asked for again: what a page got is gone with the page.
    const body = await (await page.request.get(`${server.url}/dist/${name}`)).body();
    loaded[name] = `sha384-${createHash("sha384").update(body).digest("base64")}`;
  }
  expect(integrity).toMatchObject(loaded);
  expect([...asked]).toEqual(expect.arrayContaining(["guard-widget.js", "guard-module.js", "guard_bg.wasm"]));
  // The parts of the module that this page did not need have theirs, too.
  const loadable = readdirSync(distDir(), { recursive: true }).filter((name) => /^(?:[^/]+\.(?:js|wasm)|locales\/[^/]+\.json)$/.test(name));
  expect(Object.keys(integrity).sort()).toEqual(loadable.sort());
});

/** Notes every event of the element, and every custom state that it has had. */
const spy = (page) =>
  page.addInitScript(() => {
    globalThis.dispatched = [];
    const { dispatchEvent } = EventTarget.prototype;
    EventTarget.prototype.dispatchEvent = function (event) {
      const { type, bubbles, cancelable, composed } = event;
      if (this.localName === "guard-widget") globalThis.dispatched.push({ type, bubbles, cancelable, composed });
      return dispatchEvent.call(this, event);
    };
    const { attachInternals } = HTMLElement.prototype;
    HTMLElement.prototype.attachInternals = function () {
      const internals = attachInternals.call(this);
      if (this.localName === "guard-widget") globalThis.internals = internals;
      return internals;
    };
  });

/** What a page with one element has to show for itself now. */
const look = (widget) =>
  widget.element.evaluate((element) => {
    const all = [...(element.shadowRoot ?? element).querySelectorAll("*")];
    return {
      parts: all.flatMap(({ part }) => [...part]),
      slots: all.filter(({ localName }) => localName === "slot").map(({ name }) => name),
      states: [...globalThis.internals.states],
      dispatched: globalThis.dispatched,
    };
  });

/** What is done beside {@link STATES}: what those do not reach. */
const MORE = {
  picture: async ({ page, widget }) => {
    await page.route("**/api/v2/qrcode/gene", async (route) => {
      const response = await route.fetch();
      const reply = await response.json();
      // A stock server's code has no text of its own.
      reply.data = { random: reply.data.random, url: "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" };
      await route.fulfill({ response, json: reply });
    });
    await widget.codeTab().click();
    await widget.image.waitFor();
  },
  mfa: async ({ page, widget }) => {
    await page.route("**/api/v2/login/account", (route) =>
      route.fulfill({ json: { code: 1636, statusCode: 301, apiCode: 1636, message: "mfa", data: {} } }),
    );
    await widget.logIn();
    await expect.poll(async () => (await look(widget)).dispatched.map(({ type }) => type)).toContain("guard-mfa-required");
  },
  broken: async ({ widget }) => {
    await widget.element.evaluate((element) => (element.appId = "nobody"));
    await widget.element.getByRole("alert").waitFor();
  },
  modal: async ({ widget }) => {
    await widget.element.evaluate((element) => {
      element.mode = "modal";
      element.show();
    });
    await widget.ready();
  },
  elsewhere: async ({ page, widget }) => {
    await widget.ready();
    // What another tab says that logs out: `src/browser/channel.rs`.
    await page.evaluate(() => new BroadcastChannel("guard-widget:demo").postMessage(7));
    await expect.poll(async () => (await look(widget)).dispatched.map(({ type }) => type)).toContain("guard-session-change");
  },
  closed: async (at) => {
    await MORE.modal(at);
    await at.widget.element.evaluate((element) => element.hide());
    await expect.poll(async () => (await look(at.widget)).dispatched.map(({ type }) => type)).toContain("guard-close");
  },
};

/** The custom state that belongs to each place: what is shown. */
const STATE_AT = { password: "ready", empty: "ready", wrong: "ready", hurry: "ready", picture: "ready", mfa: "ready", modal: "ready", elsewhere: "ready", broken: "error" };

test("parts, slots, states and events are the described ones", async ({ browser, server, phone, complaints }) => {
  test.slow();
  allowFailedRequests(complaints);
  const seen = { parts: [], slots: [], states: [], dispatched: [] };
  for (const [name, reach] of Object.entries({ ...STATES, ...MORE })) {
    const context = await browser.newContext({ locale: "en-US" });
    const page = await context.newPage();
    await listen(page);
    await spy(page);
    const links = { "forgot-password-url": "/forgot", "register-url": "/register" };
    await openBeside(page, server, html({ "no-auto-refresh": true, ...links }));
    const widget = new Widget(page.locator("guard-widget"));
    await reach({ page, widget, phone });
    const expected = name === "closed" ? [] : [STATE_AT[name] ?? name];
    await expect.poll(async () => (await look(widget)).states, `states at ${name}`).toEqual(expected);
    const now = await look(widget);
    for (const kind in seen) seen[kind].push(...now[kind]);
    const matching = () => widget.element.evaluate((element, all) => all.filter((state) => element.matches(`:state(${state})`)), OWN_STATES);
    await expect.poll(matching, `:state() at ${name}`).toEqual(expected);
    await context.close();
  }
  expect(sorted(seen.parts)).toEqual(names(ELEMENT.cssParts));
  expect(sorted(seen.slots)).toEqual(names(ELEMENT.slots));
  expect(sorted(seen.states)).toEqual(OWN_STATES);
  expect(sorted(seen.dispatched.map(({ type }) => type))).toEqual(names(ELEMENT.events));
  for (const event of seen.dispatched) {
    const { description } = ELEMENT.events.find(({ name }) => name === event.type);
    expect(event, event.type).toEqual({
      type: event.type,
      bubbles: !description.includes("Does not bubble"),
      cancelable: description.includes("cancelable"),
      composed: true,
    });
  }
});

test("the typings and the reference have the same parts, slots, states and events", () => {
  expect(documented("Parts")).toEqual(names(ELEMENT.cssParts));
  expect(documented("Slots")).toEqual(names(ELEMENT.slots));
  expect(documented("States")).toEqual(OWN_STATES.map((name) => `:state(${name})`));
  expect(documented("Events")).toEqual(names(ELEMENT.events));
  for (const [name, , bubbles] of rows("Events")) {
    const { description } = ELEMENT.events.find((event) => event.name === name);
    expect(bubbles.startsWith("yes"), name).toBe(!description.includes("Does not bubble"));
    expect(bubbles.includes("cancelable"), name).toBe(description.includes("cancelable"));
  }
  const map = declared("interface GuardEventMap");
  expect(sorted([...map.matchAll(/^  "([\w-]+)": CustomEvent</gm)].map(([, name]) => name))).toEqual(names(ELEMENT.events));
});

test.describe("variables", () => {
  /** The text of the style sheets that an element adopted. */
  const sheets = (widget) =>
    widget.element.evaluate((element) => {
      const adopted = (element.shadowRoot ?? document).adoptedStyleSheets;
      return adopted.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join("\n");
    });

  /** Every `var(--guard-…, …)` of a text: what it stands for when the variable is not set. */
  const fallbacks = (text) => {
    const found = [];
    for (const { 0: head, 1: name, index } of text.matchAll(/var\(\s*(--guard-[\w-]+)\s*/g)) {
      let [at, depth] = [index + head.length, 1];
      const from = at;
      for (; depth > 0; at += 1) depth += { "(": 1, ")": -1 }[text[at]] ?? 0;
      found.push([name, text.slice(from, at - 1).replace(/^,/, "").trim()]);
    }
    return found;
  };

  for (const shadow of ["open", "none"]) {
    test(`with shadow="${shadow}" the style sheets read the described ones`, async ({ open }) => {
      const widget = await open({ shadow });
      await widget.ready();
      const used = sorted(fallbacks(await sheets(widget)).map(([name]) => name));
      expect(used.filter((name) => !INTERNAL.includes(name))).toEqual(names(ELEMENT.cssProperties));
    });
  }

  test("the reference has the same", () => {
    expect(documented("Variables")).toEqual(names(ELEMENT.cssProperties));
  });

  for (const theme of ["light", "dark"]) {
    test(`their ${theme} defaults are the described ones`, async ({ open }) => {
      const widget = await open({ theme });
      await widget.ready();
      const read = fallbacks(await sheets(widget));
      const cells = new Map(rows("Variables").map(([name, light, dark]) => [name, theme === "light" || dark === "the same" ? light : dark]));
      const variables = ELEMENT.cssProperties.map(({ name, syntax, default: value }) => ({
        name,
        syntax,
        // In the order: what is really used, the manifest, the reference.
        values: [...sorted(read.filter(([used]) => used === name).map(([, fallback]) => fallback)), value, cells.get(name)],
      }));
      const computed = await widget.element.evaluate((element, variables) => {
        const property = {
          "<color>": "background-color",
          "<length>": "outline-offset",
          "<time>": "transition-duration",
          "<shadow>": "box-shadow",
          "<family-name>": "font-family",
        };
        const probe = document.createElement("div");
        element.shadowRoot.querySelector("[part=base]").append(probe);
        // A described value may name other variables; these stand for their own described values.
        for (const { name, values } of variables) probe.style.setProperty(name, values.at(-2));
        return variables.map(({ name, syntax, values }) => {
          const seen = values.map((value) => {
            probe.style.removeProperty(property[syntax]);
            probe.style.setProperty(property[syntax], value);
            return probe.style.getPropertyValue(property[syntax]) && getComputedStyle(probe).getPropertyValue(property[syntax]);
          });
          return { name, seen: [...new Set(seen)] };
        });
      }, variables);
      for (const { name, seen } of computed) {
        expect(seen, `one value of ${name}`).toHaveLength(1);
        expect(seen[0], name).not.toBe("");
      }
    });
  }
});
