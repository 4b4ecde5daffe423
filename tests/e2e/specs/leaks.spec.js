// A thousand boxes in one page, one after the other, leave nothing behind.
import { count, cycle, measure } from "../support/leaks.js";
import { html, openBeside } from "../support/pages.js";
import { expect, test } from "../support/test.js";

const MIB = 1024 * 1024;

/** What the thousand may keep, in bytes. */
const MAY_KEEP = 2 * MIB;

/** What is made once and stays: caches, pools, compiled code. */
const WARM_UP = 60;
const TIMES = 1_000;

const openEmpty = async (page, server) => {
  await count(page);
  await openBeside(page, server, html({}).replace(/<guard-widget.*<\/guard-widget>/, ""));
  await page.waitForFunction(() => customElements.get("guard-widget"));
};

const SERVER = { "app-id": "demo", host: "/" };
const QR = { ...SERVER, "default-tab": "qr" };
// The form is there before the module; the tabs are the module's.
const PASSWORD = "[part=tabs]";
const CODE = "svg[part=qr-code]";

for (const [what, box] of [
  ["the password tab", { attributes: SERVER, shown: PASSWORD }],
  ["the QR tab", { attributes: QR, shown: CODE }],
  ["the QR tab in the page's own DOM", { attributes: { ...QR, shadow: "none" }, shown: CODE }],
  ["the QR tab in a dialog", { attributes: { ...QR, mode: "modal" }, shown: CODE }],
  ["the QR tab with a backend of the page's own", { attributes: { "default-tab": "qr" }, shown: CODE, backend: true }],
]) {
  test(`${what}: 1,000 boxes keep less than 2 MB, and no listener, timer or request`, async ({ page, server }, info) => {
    test.slow();
    await openEmpty(page, server);
    await cycle(page, WARM_UP, box);
    // What comes once, when the browser is idle, is here from now on.
    await page.evaluate(() => import("/dist/guard-late.js"));
    const before = await measure(page);
    await cycle(page, TIMES, box);
    const after = await measure(page);
    await info.attach("kept", { body: JSON.stringify({ before, after }, null, 2), contentType: "application/json" });

    expect(after.asked - before.asked, "each has really asked").toBeGreaterThanOrEqual(TIMES);
    expect(after, "what is still going on").toMatchObject({ timers: 0, frames: 0, requests: 0, channels: 0 });
    const listeners = ({ listeners, ofWindow, ofDocument }) => ({ listeners, ofWindow, ofDocument });
    expect(listeners(after)).toEqual(listeners(before));
    expect(after.nodes - before.nodes, "nodes kept").toBeLessThan(100);
    const kept = after.heap - before.heap + (after.wasm - before.wasm);
    expect(kept, `bytes kept, ${after.wasm - before.wasm} of them in the module's memory`).toBeLessThan(MAY_KEEP);
  });
}

test("the counters see a listener, a timer, a request, a channel and memory", async ({ page, server }) => {
  await openEmpty(page, server);
  await cycle(page, 1, { attributes: SERVER, shown: PASSWORD });
  // One that ends between the two looks would hide one that is kept.
  await expect.poll(() => page.evaluate(() => globalThis.kept.timers.size), "timers of the box that is gone").toBe(0);
  const before = await measure(page);
  await page.evaluate(() => {
    addEventListener("online", () => {});
    document.addEventListener("visibilitychange", () => {});
    setTimeout(() => {}, 60_000);
    setInterval(() => {}, 60_000);
    void fetch("/api/never", { signal: new AbortController().signal });
    globalThis.held = [new BroadcastChannel("x"), Array.from({ length: 500_000 }, (_, index) => index + 0.5)];
    globalThis.kept.memory.grow(16);
  });
  const after = await measure(page);
  const more = (name) => after[name] - before[name];
  expect([more("ofWindow"), more("ofDocument"), more("timers"), more("requests"), more("channels")]).toEqual([1, 1, 2, 1, 1]);
  expect(more("listeners")).toBeGreaterThanOrEqual(2);
  expect(more("wasm")).toBe(MIB);
  expect(more("heap")).toBeGreaterThan(MIB);
});
