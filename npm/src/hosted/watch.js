// Whether a login is still one: it ends where somebody logs out in another tab, at another site, or on the phone.
import { issuerOf } from "./site.js";

/** After the word of another tab, which has only begun to log out: how often is asked, in ms, and for how long. */
const [INTERVAL, PATIENCE] = [600, 15_000];

/** This tab, so that the one that logs out does not hear itself. */
const TAB = Math.random();

const channel = (site) => new BroadcastChannel(`guard-hosted:${issuerOf(site, location.href)} ${site.appId}`);

/** Lets the other tabs of the site look whether their logins still count. @param {import("./site.js").Site} site */
export const tell = (site) => {
  // A page that may open none has no tabs to tell.
  try {
    const line = channel(site);
    line.postMessage(TAB);
    line.close();
  } catch {}
};

/** Whether the server takes the token no more. Without an answer it is not known, and counts on. */
const isOver = async (url, accessToken, signal) => {
  const headers = { authorization: `Bearer ${accessToken}` };
  const { status } = await fetch(url, { headers, signal, cache: "no-store", credentials: "omit", redirect: "error" });
  return status === 401;
};

/**
 * Calls `ended` once when the login has ended elsewhere: at once where another tab of the site logs out, else when the
 * person comes back to this tab. It asks with the access token, so it does nothing more once that has run out.
 * @param {import("./site.js").Site} site
 * @param {{ accessToken: string, expiresIn?: number }} login
 * @param {() => void} ended
 * @returns {() => void} ends the watching
 */
export const watchLogin = (site, { accessToken, expiresIn }, ended) => {
  const url = `${issuerOf(site, location.href)}/me`;
  const ends = new AbortController();
  const { signal } = ends;
  const runsOut = performance.now() + (expiresIn ?? 0) * 1_000;
  let [asking, until, timer] = [false, 0, 0];
  const stop = () => {
    clearTimeout(timer);
    ends.abort();
  };
  const look = async () => {
    if (asking || signal.aborted) return;
    if (performance.now() > runsOut) return stop();
    asking = true;
    const over = await isOver(url, accessToken, signal).catch(() => false);
    asking = false;
    if (signal.aborted) return;
    if (over) {
      stop();
      return ended();
    }
    clearTimeout(timer);
    if (performance.now() < until) timer = setTimeout(look, INTERVAL);
  };
  const line = channel(site);
  line.onmessage = ({ data }) => {
    if (data === TAB) return;
    until = performance.now() + PATIENCE;
    look();
  };
  signal.addEventListener("abort", () => line.close());
  const comesBack = () => document.visibilityState === "visible" && look();
  addEventListener("focus", comesBack, { signal });
  addEventListener("online", comesBack, { signal });
  addEventListener("pageshow", comesBack, { signal });
  document.addEventListener("visibilitychange", comesBack, { signal });
  return stop;
};
