// The SDK in a page: a login server of plain Authing v2 that answers what the test says, calls of the SDK's functions, and
// all that they told the page.
import { expect } from "@playwright/test";
import { MODULE, hold } from "./hold.js";
import { html, openBeside } from "./pages.js";
import { takeDown } from "./sent.js";
import { test as base } from "./test.js";
import { Widget } from "./widget.js";

export { expect } from "@playwright/test";
export { expectQuiet, sent } from "./sent.js";

/** What `startScanning` can call. */
export const CALLBACKS = [
  ...["onStart", "onResult", "onScanned", "onSuccess", "onCancel", "onError", "onExpired", "onCodeShow", "onCodeLoaded"],
  ...["onCodeLoadFailed", "onCodeDestroyed", "onRetry", "onMfa", "onAuthFlow"],
];

/** What a session dispatches. */
const EVENTS = ["status", "before-login", "login", "login-error", "mfa-required", "error"];

/** Who a phone logs in, as the answer to an exchange. */
export const USER = { id: "u1", username: "lin", nickname: "林晓", token: "the-token" };

const CONFIG = {
  ...{ id: "demo", userPoolId: "pool", name: "Shop", requestHostname: null, publicKey: "", allowedOrigins: [], redirectUris: [] },
  loginTabs: { list: ["password", "wechat-miniprogram-qrcode"], default: "password", title: {} },
  qrcodeTabsSettings: { "wechat-miniprogram-qrcode": [{ id: "own-connection", title: null, isDefault: true }] },
  passwordTabConfig: { enabledLoginMethods: ["username-password"] },
};

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90"><path d="M1 1h7v7H1z"/></svg>';

/** A page's policy that forbids WebAssembly. */
export const NO_WASM = { "content-security-policy": "default-src 'self'; style-src 'self'; img-src 'self' data:" };

/** A login server that knows nothing of the extension. It answers under every address that ends like one of its own. */
export class PlainServer {
  /** The requests for a code. @type {Array<{ random: string, body: any, headers: Record<string, string>, url: string }>} */
  codes = [];
  /** The codes that were asked after, one for each poll. @type {string[]} */
  checks = [];
  /** The bodies of the exchanges. @type {any[]} */
  exchanges = [];
  /** What a poll is answered: data, or for a failure a whole envelope as `envelope`. */
  progress = { status: 0 };
  /** What a code is made with, beside its id and its picture. */
  code = { expiresIn: 120 };
  /** The answer to an exchange: data, or a whole envelope as `envelope`. */
  user = USER;

  /** @param {import("@playwright/test").Page} page whose requests it answers */
  static async start(page) {
    const server = new PlainServer();
    await page.route("**/api/v2/**", (route) => server.#answer(route));
    return server;
  }

  async #answer(route) {
    const request = route.request();
    const url = new URL(request.url());
    // A page of another origin needs to be let in.
    const origin = (await request.allHeaders()).origin;
    const headers = origin ? { "access-control-allow-origin": origin, "access-control-allow-credentials": "true" } : {};
    if (url.pathname.endsWith(".svg")) return route.fulfill({ contentType: "image/svg+xml", body: PICTURE, headers });
    const data = this.#data(url, request);
    if (!data) return route.fulfill({ status: 404, headers });
    const envelope = data.envelope ?? { code: 200, statusCode: 200, message: "", data };
    await route.fulfill({ json: envelope, headers });
  }

  #data(url, request) {
    switch (url.pathname.split("/").at(-1)) {
      case "public-config":
        return CONFIG;
      case "gene": {
        const random = `code-${this.codes.length + 1}`;
        this.codes.push({ random, body: request.postDataJSON(), headers: request.headers(), url: request.url() });
        return { random, url: `/api/v2/pictures/${random}.svg`, ...this.code };
      }
      case "check": {
        const random = url.searchParams.get("random");
        this.checks.push(random);
        return { random, ticket: null, userInfo: {}, ...this.progress };
      }
      case "userinfo":
        this.exchanges.push(request.postDataJSON());
        return this.user;
    }
    return undefined;
  }
}

/** `test` with the server above, a page for the SDK, and the box that `startScanning` draws in it. */
export const test = base.extend({
  plain: async ({ page }, use) => {
    await use(await PlainServer.start(page));
  },

  /** Opens a page of the server's origin without a login box, and starts a scan in it: `await scan({ interval: 50 })`. */
  scan: async ({ page, server, plain: _ }, use) => {
    await use(async (options = {}, target = "qr") => {
      await openPage(page, server);
      await startScanning(page, options, target);
      return box(page);
    });
  },
});

/** What is drawn in the container of {@link openPage}. @param {import("@playwright/test").Page} page */
export const box = (page, selector = "#qr") => new Widget(page.locator(selector));

/**
 * Opens a page without a login box, and with a container for a QR code.
 * @param {import("@playwright/test").Page} page
 * @param {import("./server.js").Server} server
 * @param {{ body?: string, headers?: Record<string, string> }} settings
 */
export const openPage = async (page, server, { body = '<div id="qr"></div>', headers = {} } = {}) => {
  await takeDown(page);
  const nothing = html().replace(/<script.*<\/script>/, "");
  await openBeside(page, server, nothing.replace(/<guard-widget.*<\/guard-widget>/, body), headers);
};

/**
 * Calls `startScanning`, with callbacks that write down what they are told. The scan is the last of `scans` in the page.
 * @param {import("@playwright/test").Page} page
 * @param {Record<string, unknown>} options over `appId` and `host`
 * @param {string} target
 */
export const startScanning = (page, options = {}, target = "qr") =>
  page.evaluate(
    async ([target, options, names]) => {
      const { GuardError, startScanning } = await import("/dist/guard-widget.js");
      const heard = (globalThis.calls ??= []);
      const plain = (value) => {
        if (!(value instanceof Error)) return structuredClone(value);
        const { name, message, code, retryable } = value;
        return { name, message, code, retryable, isGuardError: value instanceof GuardError };
      };
      const writeDown = (name) => [name, (...values) => void heard.push({ name, values: values.map(plain), at: performance.now() })];
      const callbacks = Object.fromEntries(names.map(writeDown));
      (globalThis.scans ??= []).push(startScanning(target, { appId: "demo", host: "/", ...callbacks, ...options }));
    },
    [target, options, CALLBACKS],
  );

/**
 * What a callback was called with: the arguments of each call.
 * @param {import("@playwright/test").Page} page
 * @param {string} name
 * @returns {Promise<any[][]>}
 */
export const calls = (page, name) =>
  page.evaluate((name) => globalThis.calls.filter((call) => call.name === name).map((call) => call.values), name);

/**
 * The names of the calls in their order, without `without`.
 * @param {import("@playwright/test").Page} page
 * @param {string[]} without
 * @returns {Promise<string[]>}
 */
export const order = (page, without = ["onStart", "onResult"]) =>
  page.evaluate((without) => globalThis.calls.map((call) => call.name).filter((name) => !without.includes(name)), without);

/**
 * Calls `createQrSession`, and writes down its events with the code that there was at each. It is `session` in the page.
 * @param {import("@playwright/test").Page} page
 * @param {Record<string, unknown>} options over `appId` and `host`
 */
export const createSession = (page, options = {}) =>
  page.evaluate(
    async ([options, names]) => {
      const { createQrSession } = await import("/dist/guard-widget.js");
      const session = createQrSession({ appId: "demo", host: "/", ...options });
      const heard = [];
      for (const name of names) {
        session.addEventListener(name, ({ type, detail, bubbles, cancelable }) => {
          heard.push({ type, detail: structuredClone(detail), bubbles, cancelable, code: session.code, status: session.status });
        });
      }
      Object.assign(globalThis, { session, heard });
    },
    [options, EVENTS],
  );

/**
 * The same with functions of the page's own in the server's place. In the page `progress` is what a check answers, and
 * `asked` are the calls.
 * @param {import("@playwright/test").Page} page
 * @param {Record<string, unknown>} options
 */
export const createOwnSession = (page, options = {}) =>
  page.evaluate(
    async ([options, names]) => {
      const { createQrSession } = await import("/dist/guard-widget.js");
      const [asked, heard] = [[], []];
      Object.assign(globalThis, { asked, heard, progress: { status: "waiting", interval: 0 } });
      let made = 0;
      const backend = {
        createCode: () => ({ id: `mine-${++made}`, text: `https://shop.example/m/${made}`, interval: 0 }),
        check: ({ id }) => (asked.push(`check ${id}`), new Promise((resolve) => setTimeout(() => resolve(globalThis.progress), 20))),
        redeem: ({ id }, ticket) => (asked.push(`redeem ${id} ${ticket}`), { user: { id: "u1" }, token: "k" }),
        abandon: ({ id }) => void asked.push(`abandon ${id}`),
      };
      const session = createQrSession({ backend, ...options });
      for (const name of names) {
        session.addEventListener(name, ({ type, detail }) => {
          heard.push({ type, detail: structuredClone(detail), code: session.code, status: session.status });
        });
      }
      globalThis.session = session;
    },
    [options, EVENTS],
  );

/**
 * The events of the session so far.
 * @param {import("@playwright/test").Page} page
 * @param {string} [type] only those
 * @returns {Promise<Array<{ type: string, detail: any, bubbles: boolean, cancelable: boolean, code: any, status: string }>>}
 */
export const heard = (page, type) =>
  page.evaluate((type) => globalThis.heard.filter((event) => !type || event.type === type), type);

/** The statuses so far, each with its reason if it has one. @param {import("@playwright/test").Page} page */
export const statuses = async (page) =>
  (await heard(page, "status")).map(({ detail }) => [detail.status, detail.reason].filter(Boolean).join(" "));

/**
 * Waits until the session says this.
 * @param {import("@playwright/test").Page} page
 * @param {string} status
 */
export const reached = (page, status) => expect.poll(() => page.evaluate(() => globalThis.session.status)).toBe(status);

/**
 * Holds the wasm module back until the function that this answers is called.
 * @param {import("@playwright/test").Page} page
 */
export const holdModule = (page) => hold(page, MODULE);
