// A slower world for every page of a run, phones and popups too: it finds the tests that look before there is something
// to see. `LATE_MODULE_MS=1500` holds the module back, `LATE_ANSWERS_MS=600` each answer of the server, and `SLOW_CPU=6`
// gives the pages a sixth of the processor.
import { setTimeout as pause } from "node:timers/promises";
import { MODULE } from "./hold.js";

const LATE = Object.entries({ [MODULE]: process.env.LATE_MODULE_MS, "**/api/**": process.env.LATE_ANSWERS_MS });
const SLOW = Number(process.env.SLOW_CPU || 1);

/** How many times as long as otherwise a test may wait: what is late on purpose is not a fault. */
export const PATIENCE = SLOW > 1 || LATE.some(([, ms]) => ms) ? 3 : 1;

const hinder = async (context) => {
  for (const [pattern, ms] of LATE) {
    if (!ms) continue;
    await context.route(pattern, async (route) => {
      await pause(Number(ms));
      // The page may have given the request up.
      await route.continue().catch(() => {});
    });
  }
  if (SLOW === 1) return;
  context.on("page", async (page) => {
    try {
      const session = await context.newCDPSession(page);
      await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW });
    } catch {
      // It was closed before it could be slowed down.
    }
  });
};

/**
 * The same browser, with all that it opens from now on in the slower world, if one is asked for.
 * @param {import("@playwright/test").Browser} browser
 */
export const adverse = (browser) => {
  const { newContext } = browser;
  browser.newContext = async (...all) => {
    const context = await newContext.apply(browser, all);
    await hinder(context);
    return context;
  };
  return browser;
};
