// How Playwright runs the end-to-end tests: Debian's Chromium, which is never downloaded here, and the real server.
import { defineConfig } from "@playwright/test";
import { PATIENCE } from "./support/adverse.js";
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
  // For a machine that is busy with much else: a test that passes takes no longer for it.
  timeout: 60_000 * PATIENCE,
  expect: { timeout: 15_000 * PATIENCE },
  reporter: "list",
  use: {
    browserName: "chromium",
    locale: "en-US",
    viewport: { width: 1000, height: 800 },
    actionTimeout: 15_000 * PATIENCE,
    navigationTimeout: 20_000 * PATIENCE,
    screenshot: "only-on-failure",
    trace: "off",
  },
  projects: [
    { name: "shell", use: { launchOptions: shellOptions }, testIgnore: WHOLE_BROWSER },
    { name: "chromium", use: { launchOptions }, testMatch: WHOLE_BROWSER },
  ],
});
