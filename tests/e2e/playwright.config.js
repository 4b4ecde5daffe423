// How Playwright runs the end-to-end tests: Debian's Chromium, which is never downloaded here, and the real server.
import { defineConfig } from "@playwright/test";
import { launchOptions, shellOptions } from "./support/browser.js";

/** The login itself, and what the engine alone does not have: the back-forward cache. */
const WHOLE_BROWSER = ["**/back.spec.js", "**/hosted-page.spec.js", "**/password.spec.js", "**/qr-login.spec.js"];

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
    browserName: "chromium",
    locale: "en-US",
    viewport: { width: 1000, height: 800 },
    actionTimeout: 7_000,
    navigationTimeout: 10_000,
    screenshot: "only-on-failure",
    trace: "off",
  },
  projects: [
    { name: "shell", use: { launchOptions: shellOptions }, testIgnore: WHOLE_BROWSER },
    { name: "chromium", use: { launchOptions }, testMatch: WHOLE_BROWSER },
  ],
});
