// A thousand mounts in one page: what a long-lived app keeps of boxes that are gone.
import { inPage } from "./browser.js";
import { heap, open } from "./measure.js";
import { MOUNTS } from "./plan.js";

/** How long one mount may take to be usable before it is taken away regardless, in ms. */
const SOON = 60;

/** How long pages with timers of their own are given to come to rest, in ms. */
const REST = 1_500;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs in the page. */
async function mountMany({ source, count, soon }) {
  const mount = new Function(`return (${source})`)();
  const before = window.__bench.usable().length;
  const task = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  const times = [];
  let usable = 0;
  for (let index = 0; index < count; index += 1) {
    const started = performance.now();
    const unmount = mount();
    let shown = false;
    while (!shown && performance.now() - started < soon) {
      await task();
      shown = window.__bench.usable().length > before;
    }
    times.push(performance.now() - started);
    usable += Number(shown);
    unmount();
    // Now and then a frame, as in an app that lives on.
    if (index % 20 === 0) await new Promise(requestAnimationFrame);
  }
  const mean = (some) => some.reduce((sum, time) => sum + time, 0) / some.length;
  return { usable, first: mean(times.slice(10, 110)), last: mean(times.slice(-100)) };
}

/**
 * @returns {Promise<{ before: number, after: number, usable: number, first: number, last: number }>} bytes held before
 * and after, how many mounts became usable, and the mean time of an early and of a late one in ms
 */
export function mounts(browser, { contestant, origin }) {
  return inPage(browser, "fast", async (page, devtools) => {
    const { traffic } = await open(page, devtools, { contestant, profile: "fast", origin });
    await traffic.quiet(500, 5_000);
    const run = (count) => page.evaluate(mountMany, { source: String(contestant.mount), count, soon: SOON });
    const held = async () => {
      await sleep(REST);
      return heap(page, devtools);
    };
    // What is made once, with the first mount, is no growth.
    await run(20);
    const before = await held();
    const { usable, first, last } = await run(MOUNTS);
    return { before, after: await held(), usable, first, last };
  });
}
