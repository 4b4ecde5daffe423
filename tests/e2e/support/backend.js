// Pages whose box has a backend of the page's own: functions that run in the page, and a record of every call.
import { asked, pathOfApi } from "./asked.js";
import { html, openBeside } from "./pages.js";

/**
 * In the page, before its first script. `own.good` has all functions and works; its `check` waits for `own.answer()`.
 * `own.record()` writes down in `own.calls` who called what.
 */
const prepare = (make) => {
  const own = { calls: [], codes: 0 };
  globalThis.own = own;
  own.good = {
    config: () => ({ name: "Own", tabs: ["password", "qr"] }),
    login: ({ account }) => ({ user: { id: "u1", username: account }, token: "own-token" }),
    createCode: () => ({ id: `code-${++own.codes}`, text: `https://own.example/c/${own.codes}`, expiresIn: 60, longPoll: true }),
    check: (code, { signal }) =>
      new Promise((resolve, reject) => {
        own.answer = resolve;
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
    redeem: () => ({ user: { id: "u2" }, token: "own-qr-token" }),
    abandon: () => {},
    logout: () => {},
  };
  own.record = (backend) => {
    const recording = new Proxy(backend, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return function (...args) {
          own.calls.push({ name, args, bound: this === recording });
          return Reflect.apply(value, target, args);
        };
      },
    });
    return recording;
  };
  own.make = () => own.record(make(own.good));
};

/**
 * Opens a page whose box has the backend that `make` makes, in the page, of one that works.
 * @param {{ page: import("@playwright/test").Page, server: import("./server.js").Server }} at
 * @param {(good: any) => object} make runs in the page and is given nothing of the test but its text
 * @param {Record<string, string | boolean>} attributes of the box; by default it has no server at all
 */
export const openWithBackend = async ({ page, server }, make, attributes = { "app-id": false, host: false }) => {
  await page.addInitScript(`(${prepare})(${make})`);
  const set = "<script>document.querySelector('guard-widget').backend = own.make()</script>";
  await openBeside(page, server, html(attributes).replace("</main>", `</main>${set}`));
};

/**
 * The calls so far: the arguments but the last, and what is in the last.
 * @param {import("@playwright/test").Page} page
 * @param {string} [name] only those of this function
 * @returns {Promise<Array<{ name: string, args: any[], bound: boolean, lang: string, aborted: boolean, seq?: number, wait?: number }>>}
 */
export const calls = (page, name) =>
  page.evaluate(
    (wanted) =>
      globalThis.own.calls
        .filter(({ name }) => !wanted || name === wanted)
        .map(({ name, args, bound }) => {
          if (name === "abandon") return { name, args, bound };
          const { signal, ...rest } = args.at(-1);
          if (!(signal instanceof AbortSignal)) throw new Error(`${name} was given no signal`);
          return { name, args: args.slice(0, -1), bound, aborted: signal.aborted, ...rest };
        }),
    name,
  );

/**
 * Answers the check that waits, as soon as one does.
 * @param {import("@playwright/test").Page} page
 * @param {object} progress
 */
export const answer = async (page, progress) => {
  await page.waitForFunction(() => globalThis.own.answer);
  await page.evaluate((progress) => {
    const { answer } = globalThis.own;
    globalThis.own.answer = undefined;
    answer(progress);
  }, progress);
};

/**
 * The paths of all that goes to the server's API from now on.
 * @param {import("@playwright/test").Page} page
 */
export const requests = (page) => asked(page, pathOfApi);
