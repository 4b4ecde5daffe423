// How Chromium is started: Debian's, without traffic of its own.

const switches = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The whole browser, without a window.
 * @type {import("@playwright/test").LaunchOptions}
 */
export const launchOptions = { executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: switches };

/**
 * The same engine without the rest of the browser, which starts and draws in half the time.
 * @type {import("@playwright/test").LaunchOptions}
 */
export const shellOptions = { executablePath: process.env.HEADLESS_SHELL || "/usr/bin/chromium-headless-shell", args: switches };
