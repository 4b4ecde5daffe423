// One visit to a contestant's page, measured.
import { inPage } from "./browser.js";
import { noteMemory } from "./memory.js";
import { probe } from "./probe.js";
import { Traffic } from "./traffic.js";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** How long a page may take to show what is waited for, in ms. */
const PATIENCE = { fast: 15_000, slow: 45_000 };

/** How long nothing must have come before a page counts as loaded, and how long it is then watched, in ms. */
const QUIET = { fast: 300, slow: 600 };
const WATCHED = { fast: 200, slow: 400 };
const LOADED_WITHIN = 15_000;

/** What is typed in the run that asks whether typing is kept. */
const TYPED = "lin@example.com";

/** Text of a function call that a page runs before its own scripts. */
export const injected = (options) => `(${noteMemory})();(${probe})(${JSON.stringify(options)});`;

/** The bytes that a page's scripts hold on to, wasm included, after everything that can be collected has been. */
export async function heap(page, devtools) {
  await devtools.send("HeapProfiler.enable");
  // What one round lets go of, finalisers let go of more.
  for (let round = 0; round < 2; round += 1) await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await devtools.send("Runtime.getHeapUsage");
  const memories = await page.evaluate(() => window.__memories());
  return usedSize + embedderHeapUsedSize + backingStorageSize + memories;
}

/**
 * Opens the page and waits for what its contestant is measured by.
 * @returns {Promise<{ at: number, traffic: Traffic }>} when it was there, in ms after the page was asked for
 */
export async function open(page, devtools, { contestant, profile, origin, options = {} }) {
  const traffic = new Traffic(devtools);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const seen = new Promise((resolve) => {
    devtools.on("Runtime.bindingCalled", ({ payload }) => resolve(Number(payload)));
  });
  await devtools.send("Runtime.enable");
  await devtools.send("Runtime.addBinding", { name: "__benchSeen" });
  const source = injected({ until: contestant.until, ...options });
  await devtools.send("Page.enable");
  await devtools.send("Page.addScriptToEvaluateOnNewDocument", { source });
  await page.goto(`${origin}/${contestant.name}`, { waitUntil: "commit", timeout: PATIENCE[profile] });
  const at = await Promise.race([seen, sleep(PATIENCE[profile]).then(() => null)]);
  if (at === null) {
    const why = [...errors, ...traffic.oddities].slice(0, 3).join("; ");
    throw new Error(`no ${contestant.until} within ${PATIENCE[profile] / 1000} s${why && `: ${why}`}`);
  }
  return { at, traffic };
}

/** One run: times in ms, bytes as they are on the wire. */
export function measure(browser, { contestant, profile, origin }) {
  return inPage(browser, profile, async (page, devtools) => {
    const { at, traffic } = await open(page, devtools, { contestant, profile, origin });
    await traffic.quiet(QUIET[profile], LOADED_WITHIN);
    await sleep(WATCHED[profile]);
    const { blocking, longTasks, shift, ready } = await page.evaluate(() => ({ ...window.__bench, usable: null }));
    return { at, blocking, longTasks, shift, ready, ...traffic.sums(at), heap: await heap(page, devtools) };
  });
}

/** The run before the counted ones: whether it works at all, and whether early typing is kept. */
export function rehearse(browser, { contestant, origin }) {
  return inPage(browser, "slow", async (page, devtools) => {
    const options = contestant.until === "input" ? { typed: TYPED } : {};
    const { traffic } = await open(page, devtools, { contestant, profile: "slow", origin, options });
    await traffic.quiet(QUIET.slow, LOADED_WITHIN);
    await sleep(WATCHED.slow);
    const kept = await page.evaluate(() => window.__bench.isKept?.() ?? null);
    return { kept, oddities: traffic.oddities };
  });
}
