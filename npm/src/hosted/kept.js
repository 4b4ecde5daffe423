// The attempt that waits for this tab to come back; one at a time, as a tab is in one place at a time.
import { HostedError } from "./error.js";

const KEY = "guard-hosted";

/** Where it is kept. A browser that blocks the page's data throws. */
const store = () => {
  try {
    return sessionStorage;
  } catch (cause) {
    throw new HostedError("storage_blocked", { cause });
  }
};

/** @param {import("./attempt.js").Attempt} attempt */
export const keep = (attempt) => {
  const kept = store();
  try {
    kept.setItem(KEY, JSON.stringify(attempt));
  } catch (cause) {
    throw new HostedError("storage_blocked", { cause });
  }
};

/**
 * The attempt that this is the answer of, and it is forgotten. One that is waiting for another answer stays.
 * @param {string | undefined} id
 * @returns {import("./attempt.js").Attempt | undefined}
 */
export const take = (id) => {
  const kept = store();
  let attempt;
  try {
    attempt = JSON.parse(kept.getItem(KEY));
  } catch {}
  if (!id || attempt?.id !== id) return undefined;
  kept.removeItem(KEY);
  return attempt;
};
