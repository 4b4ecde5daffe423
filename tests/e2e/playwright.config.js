// How Playwright runs the end-to-end tests: Debian's Chromium, which is never downloaded here, and the real server.
import { defineConfig } from "@playwright/test";
import { launchOptions } from "./support/browser.js";

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: "list",
  use: {
    launchOptions,
    locale: "en-US",
    viewport: { width: 1000, height: 800 },
    actionTimeout: 7_000,
    navigationTimeout: 10_000,
    screenshot: "only-on-failure",
    trace: "off",
  },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
});
