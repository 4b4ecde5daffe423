// Playwright's `test` with what these tests need: servers, a widget, phones, and pages that must not complain.
import { test as base } from "@playwright/test";
import { adverse } from "./adverse.js";
import { listen } from "./events.js";
import { html, openBeside } from "./pages.js";
import { Phone } from "./phone.js";
import { Server } from "./server.js";
import { Widget } from "./widget.js";

export { expect } from "@playwright/test";

export const test = base.extend({
  /** In a slower world, when one is asked for. */
  browser: [async ({ browser }, use) => use(adverse(browser)), { scope: "worker" }],

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
