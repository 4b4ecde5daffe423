// Writes down every event of every widget of a page, from before its first script on.

const NAMES = ["ready", "tab-change", "qr-status", "before-login", "login", "login-error", "mfa-required", "error", "session-change", "close"];

/** @param {import("@playwright/test").Page} page that has not been opened yet */
export const listen = (page) =>
  page.addInitScript((names) => {
    const heard = [];
    Object.defineProperty(globalThis, "guardEvents", { value: heard });
    for (const name of names.map((one) => `guard-${one}`)) {
      // In the capture phase the document hears those that do not bubble, too.
      document.addEventListener(
        name,
        (event) => {
          const { type, bubbles, cancelable, composed, detail } = event;
          heard.push({ type, bubbles, cancelable, composed, detail: structuredClone(detail), target: event.target.id, climbed: false });
          addEventListener(name, (same) => same === event && (heard.at(-1).climbed = true), { once: true });
        },
        true,
      );
    }
  }, NAMES);

/**
 * The events so far.
 * @param {import("@playwright/test").Page} page
 * @param {string} [type] only those
 * @returns {Promise<Array<{ type: string, bubbles: boolean, cancelable: boolean, composed: boolean, detail: any, target: string, climbed: boolean }>>}
 */
export const events = (page, type) =>
  page.evaluate((type) => globalThis.guardEvents.filter((event) => !type || event.type === type), type);
