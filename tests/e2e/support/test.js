// Playwright's `test` with what these tests need: servers, a widget, phones, and pages that must not complain.
import { setTimeout as pause } from "node:timers/promises";
import { test as base } from "@playwright/test";
import { listen } from "./events.js";
import { MODULE } from "./hold.js";
import { html, openBeside } from "./pages.js";
import { Phone } from "./phone.js";
import { Server } from "./server.js";
import { Widget } from "./widget.js";

export { expect } from "@playwright/test";

/**
 * How much later the module or each answer of the server comes than it would, in ms: `LATE_MODULE_MS=1500` or
 * `LATE_ANSWERS_MS=600` finds the tests that do not wait for it.
 */
const LATE = Object.entries({ [MODULE]: process.env.LATE_MODULE_MS, "**/api/**": process.env.LATE_ANSWERS_MS });

export const test = base.extend({
  /** Holds the module or the answers back in every test, when that is asked for. */
  late: [
    async ({ context }, use) => {
      for (const [pattern, ms] of LATE) {
        if (!ms) continue;
        await context.route(pattern, async (route) => {
          await pause(Number(ms));
          // The page may have given the request up.
          await route.continue().catch(() => {});
        });
      }
      await use();
    },
    { auto: true },
  ],

  /** Settings of a server of the test's own: `test.use({ settings: { GUARD_QR_TTL_S: "3" } })`. */
  settings: [null, { option: true }],

  /** A server for all tests of a worker that have no settings of their own. */
  sharedServer: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],

  /** The server that the test talks to. */
  server: async ({ settings, sharedServer }, use) => {
    const own = settings && (await Server.start(settings));
    await use(own ?? sharedServer);
    await own?.remove();
  },

  /** What the page complained of; any that is not allowed fails the test. Looked at while the server still runs. */
  complaints: [
    async ({ page, server: _ }, use) => {
      // No page asks for the icon; Chromium does so by itself.
      const complaints = { all: [], allowed: [/\/favicon\.ico$/] };
      page.on("console", (message) => {
        if (message.type() === "error") complaints.all.push(`${message.text()} ${message.location().url}`);
      });
      page.on("pageerror", (error) => complaints.all.push(String(error)));
      await use(complaints);
      const left = complaints.all.filter((text) => !complaints.allowed.some((pattern) => pattern.test(text)));
      base.expect(left, "complaints of the page").toEqual([]);
    },
    { auto: true },
  ],

  /** The widget of the page. */
  widget: async ({ page }, use) => {
    await listen(page);
    await use(new Widget(page.locator("guard-widget")));
  },

  /** Opens a page with one widget on the server's origin. */
  open: async ({ page, server, widget }, use) => {
    await use(async (attributes = {}, headers = {}) => {
      await openBeside(page, server, html(attributes), headers);
      return widget;
    });
  },

  /** Opens a URL on a new phone. */
  phone: async ({ browser }, use) => {
    const phones = [];
    await use(async (url) => {
      const phone = await Phone.open(browser, url);
      phones.push(phone);
      return phone;
    });
    for (const phone of phones) await phone.close();
  },
});

/** Lets the page say what a server that is down or says no makes Chromium write to the console. */
export const allowFailedRequests = (complaints) => complaints.allowed.push(/^Failed to load resource: /);
