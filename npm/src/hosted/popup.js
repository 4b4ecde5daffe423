// The login in a window of its own.
import { codeOf, messageOf } from "./answer.js";
import { begin, challengeOf } from "./attempt.js";
import { expect } from "./channel.js";
import { HostedError } from "./error.js";
import { authorizeUrl } from "./request.js";
import { issuerOf } from "./site.js";
import { exchange } from "./tokens.js";

/** Size of the window in CSS pixels. */
const [WIDTH, HEIGHT] = [480, 720];

/** How often is looked whether the window is still there, in ms. */
const INTERVAL = 200;

/** How often it must be gone: its last message may be under way. */
const TIMES = 4;

/** How often it must have been there: so is one for a moment that is being cut off, a long one on a busy machine. */
const STAYS = 10;

/** In the middle of the page's own window. */
const features = () => {
  const left = Math.max(0, screenX + (outerWidth - WIDTH) / 2);
  const top = Math.max(0, screenY + (outerHeight - HEIGHT) / 2);
  return `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`;
};

/** Whether the window shows something else than the blank page that it was opened with. */
const isElsewhere = (popup) => {
  try {
    return popup.location.href !== "about:blank";
  } catch {
    return true;
  }
};

/**
 * The answer that comes from a popup, and what ends the waiting.
 * @param {Window} popup
 * @param {import("./attempt.js").Attempt} attempt
 */
const waitFor = (popup, attempt) => {
  const ends = new AbortController();
  const { signal } = ends;
  const answer = new Promise((resolve, reject) => {
    const hear = (message) => {
      try {
        const answer = messageOf(message, popup, attempt.issuer);
        if (answer) resolve(answer);
      } catch (error) {
        reject(error);
      }
    };
    // A window that a `Cross-Origin-Opener-Policy` has cut off says that it is closed, too, as soon as it shows anything, or
    // a moment later. Then it is closed when the person comes back to this one.
    let [there, isBack, gone] = [0, false, 0];
    const look = () => {
      if (!popup.closed) there += Number(isElsewhere(popup));
      else if ((there >= STAYS || isBack) && ++gone >= TIMES) reject(new HostedError("popup_closed"));
    };
    const timer = setInterval(look, INTERVAL);
    signal.addEventListener("abort", () => clearInterval(timer));
    signal.addEventListener("abort", expect(attempt.id, resolve));
    addEventListener("message", hear, { signal });
    addEventListener("focus", () => (isBack = true), { signal });
  });
  return { answer, end: () => ends.abort() };
};

/**
 * Logs in with a popup. To be called in the click itself, before anything is waited for.
 * @param {import("./site.js").Site} site
 * @param {{ state?: unknown, prompt?: string, loginHint?: string, uiLocales?: string }} [options]
 */
export const loginWithPopup = async (site, options = {}) => {
  const attempt = begin(issuerOf(site, location.href), site, options.state);
  // At once: a browser blocks the window of a click that is over.
  const popup = open("", "", features());
  if (!popup || popup.closed) throw new HostedError("popup_blocked");
  const { answer, end } = waitFor(popup, attempt);
  // Where it ends before anybody waits for it.
  answer.catch(() => {});
  let code;
  try {
    const challenge = await challengeOf(attempt.verifier);
    popup.location.replace(authorizeUrl(site, attempt, challenge, options, "web_message"));
    code = codeOf(await answer, attempt, attempt.issuer, site.appId);
  } finally {
    end();
    popup.close();
  }
  return exchange(site, attempt, code);
};
