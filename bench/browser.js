// Chromium, started so that every run is a first visit and nothing but the local server can be reached.
import { chromium } from "playwright-core";

const MEGABIT = 1_000_000 / 8;

/** The two profiles. `latency` is the round-trip time that each request waits for, in ms. */
export const PROFILES = {
  fast: { title: "fast", latency: 0, down: -1, up: -1, cpu: 1 },
  slow: { title: "slow", latency: 150, down: 1.6 * MEGABIT, up: 0.75 * MEGABIT, cpu: 4 },
};

/** @returns {Promise<import("playwright-core").Browser>} */
export function launch(spki) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--ignore-certificate-errors-spki-list=${spki}`,
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ],
  });
}

/**
 * A page in a fresh profile, handed to `use` and closed after it.
 * @template T
 * @param {import("playwright-core").Browser} browser
 * @param {keyof typeof PROFILES} profile
 * @param {(page: import("playwright-core").Page, devtools: import("playwright-core").CDPSession) => Promise<T>} use
 */
export async function inPage(browser, profile, use) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, locale: "en-US" });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    const { latency, down, up, cpu } = PROFILES[profile];
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", {
      offline: false,
      latency,
      downloadThroughput: down,
      uploadThroughput: up,
    });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: cpu });
    return await use(page, devtools);
  } finally {
    await context.close();
  }
}
