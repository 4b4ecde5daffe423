// The published `authing-js-sdk`, as it is, in a page of the server's origin.
import { fileURLToPath } from "node:url";
import { openPage } from "./sdk.js";

const BUNDLE = fileURLToPath(import.meta.resolve("authing-js-sdk/build/browser/index.min.js"));

/** What its `startScanning` calls that a test may look at. */
const CALLBACKS = ["onScanned", "onSuccess", "onError", "onCancel", "onCodeShow", "onCodeLoadFailed"];

const NOTHING = '<svg xmlns="http://www.w3.org/2000/svg"/>';

/**
 * Starts its `wxqrcode.startScanning`, with callbacks that write down what they are told, for `calls` of `sdk.js`.
 * @param {import("@playwright/test").Page} page
 * @param {import("./server.js").Server} server
 * @param {string} appId
 */
export const scanWithAuthing = async (page, server, appId) => {
  await page.route(`${server.url}/e2e/authing.js`, (route) => route.fulfill({ path: BUNDLE, contentType: "text/javascript" }));
  // Its pictures of a page that waits come from its maker's site.
  await page.route(/authing\.(cn|co)\//, (route) => route.fulfill({ contentType: "image/svg+xml", body: NOTHING }));
  await openPage(page, server, { body: '<div id="qrcode"></div><script src="/e2e/authing.js"></script>' });
  await page.evaluate(
    ([appHost, appId, names]) => {
      const { AuthenticationClient } = globalThis.Authing;
      const client = new AuthenticationClient({ appId, appHost });
      globalThis.calls = [];
      const writeDown = (name) => [name, (...values) => void globalThis.calls.push({ name, values })];
      void client.wxqrcode.startScanning("qrcode", { autoExchangeUserInfo: true, ...Object.fromEntries(names.map(writeDown)) });
    },
    [server.url, appId, CALLBACKS],
  );
  await page.waitForFunction(() => globalThis.calls.some(({ name }) => name === "onCodeShow"));
  await page.locator("#qrcode img").first().evaluate((image) => image.decode());
};
