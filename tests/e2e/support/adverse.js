// A slower world for every page of a run, phones and popups too: it finds the tests that look before there is something
// to see. `LATE_MODULE_MS=1500` holds the module back, `LATE_ANSWERS_MS=600` each answer of the server, and `SLOW_CPU=6`
// gives the pages a sixth of the processor. `LATE_EVENTS_MS=700` lets a test hear of a page's requests, messages and
// windows that much later than the page shows what came of them, as it happens on a busy machine.
import { setTimeout as pause } from "node:timers/promises";
import { MODULE } from "./hold.js";

const LATE = Object.entries({ [MODULE]: process.env.LATE_MODULE_MS, "**/api/**": process.env.LATE_ANSWERS_MS });
const LATE_EVENTS = Number(process.env.LATE_EVENTS_MS || 0);
const SLOW = Number(process.env.SLOW_CPU || 1);

/** How many times as long as otherwise a test may wait: what is late on purpose is not a fault. */
export const PATIENCE = SLOW > 1 || LATE_EVENTS || LATE.some(([, ms]) => ms) ? 3 : 1;

/** What a page and its context tell late. Not their dialogs: a page stands still until one is answered. */
const TOLD = [
  ...["request", "response", "requestfinished", "requestfailed", "console", "pageerror", "weberror", "websocket", "worker"],
  ...["page", "popup", "download", "framenavigated", "domcontentloaded", "load"],
];

/**
 * Lets whoever listens hear late, in the same order.
 * @param {{ emit: (name: string, ...values: any[]) => boolean }} teller a page, a context or a session
 * @param {(name: string) => boolean} isLate
 * @param {{ closed: boolean }} context of which nothing is heard any more when it is closed, but that its pages are
 */
const tellLate = (teller, isLate, context) => {
  const { emit } = teller;
  teller.emit = (name, ...values) => {
    if (!isLate(name)) return emit.call(teller, name, ...values);
    setTimeout(() => (context.closed && name !== "close") || emit.call(teller, name, ...values), LATE_EVENTS);
    return true;
  };
};

/** Lets the body of an answer come later than word of it. @param {import("@playwright/test").Response} response */
const sendBodyLate = (response) => {
  const { body } = response;
  response.body = async () => {
    await pause(LATE_EVENTS);
    return body.call(response);
  };
};

const tellAllLate = (context) => {
  const state = { closed: false, making: 0 };
  // Of a page that the test makes itself it knows at once.
  const isTold = (name) => TOLD.includes(name) && !(name === "page" && state.making);
  context.once("close", () => (state.closed = true));
  context.on("response", sendBodyLate);
  tellLate(context, isTold, state);
  const { emit, newPage, newCDPSession } = context;
  context.emit = (name, ...values) => {
    // From its first request on.
    if (name === "page") tellLate(values[0], (name) => isTold(name) || name === "close", state);
    return emit.call(context, name, ...values);
  };
  context.newPage = async (...all) => {
    state.making++;
    try {
      return await newPage.apply(context, all);
    } finally {
      state.making--;
    }
  };
  context.newCDPSession = async (...all) => {
    const session = await newCDPSession.apply(context, all);
    tellLate(session, (name) => name !== "close", state);
    return session;
  };
};

const hinder = async (context) => {
  for (const [pattern, ms] of LATE) {
    if (!ms) continue;
    await context.route(pattern, async (route) => {
      await pause(Number(ms));
      // The page may have given the request up.
      await route.continue().catch(() => {});
    });
  }
  if (SLOW > 1) {
    context.on("page", async (page) => {
      try {
        const session = await context.newCDPSession(page);
        await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW });
      } catch {
        // It was closed before it could be slowed down.
      }
    });
  }
  if (LATE_EVENTS) tellAllLate(context);
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
