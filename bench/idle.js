// A box that nobody touches: what it does in ten seconds with the password tab shown.
import { inPage } from "./browser.js";
import { injected } from "./measure.js";
import { WATCHED } from "./plan.js";
import { Traffic } from "./traffic.js";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs in the page: a little of everything that is watched for. */
async function stir() {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await fetch(location.href);
  const started = performance.now();
  while (performance.now() - started < 80);
  document.body.append("stirred");
  document.body.getBoundingClientRect();
  document.body.lastChild.remove();
  document.body.getBoundingClientRect();
}

/**
 * What came up in these seconds; `callbacks` are those of timers, frames and idle periods. Fails if the same way of
 * watching does not see what is then done on purpose.
 * @returns {Promise<{ requests: number, callbacks: number, longTasks: number, layouts: number }>}
 */
export function idle(browser, { contestant, origin }) {
  return inPage(browser, "fast", async (page, devtools) => {
    const traffic = new Traffic(devtools);
    await devtools.send("Performance.enable");
    const source = injected({ until: contestant.until, counting: true });
    await devtools.send("Page.enable");
    await devtools.send("Page.addScriptToEvaluateOnNewDocument", { source });
    await page.goto(`${origin}/${contestant.name}`, { waitUntil: "commit" });
    await page.waitForFunction(() => window.__bench?.usable().length > 0, null, { timeout: 15_000 });
    await traffic.quiet(1_000, 10_000);
    await sleep(1_000);
    const look = async () => {
      const { metrics } = await devtools.send("Performance.getMetrics");
      const metric = (name) => metrics.find((one) => one.name === name)?.value ?? 0;
      const { callbacks, longTasks } = await page.evaluate(() => ({
        callbacks: window.__bench.callbacks,
        longTasks: window.__bench.longTasks,
      }));
      return { requests: traffic.count, callbacks, longTasks, layouts: metric("LayoutCount") };
    };
    const during = async (work) => {
      const before = await look();
      await work();
      // What observers report comes a moment later.
      await sleep(200);
      return Object.fromEntries(Object.entries(await look()).map(([name, value]) => [name, value - before[name]]));
    };
    const seen = await during(() => sleep(WATCHED * 1000));
    const stirred = await during(() => page.evaluate(stir));
    const blind = Object.keys(stirred).filter((name) => !(stirred[name] > 0));
    if (blind.length > 0) throw new Error(`the watch over an idle page does not see ${blind.join(", ")}`);
    return seen;
  });
}
