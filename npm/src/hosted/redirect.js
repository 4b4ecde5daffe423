// The login that leaves the page and comes back to the redirect URI.
import { answerOf, codeOf, invitationOf } from "./answer.js";
import { begin, challengeOf } from "./attempt.js";
import { handOver } from "./channel.js";
import { keep, take } from "./kept.js";
import { authorizeUrl } from "./request.js";
import { issuerOf } from "./site.js";
import { exchange } from "./tokens.js";

/**
 * Goes to the login page.
 * @param {import("./site.js").Site} site
 * @param {{ state?: unknown, prompt?: string, loginHint?: string, uiLocales?: string }} [options]
 */
export const loginWithRedirect = async (site, options = {}) => {
  const attempt = begin(issuerOf(site, location.href), site, options.state);
  keep(attempt);
  location.assign(authorizeUrl(site, attempt, await challengeOf(attempt.verifier), options));
};

const handle = async (site) => {
  const found = answerOf(location.href, site.redirectUri);
  if (!found) {
    const href = invitationOf(location.href, site);
    if (!href) return null;
    // So that Back does not lead here once more.
    history.replaceState(history.state, "", href);
    await loginWithRedirect(site);
    return new Promise(() => {});
  }
  // Before anything else of the page can read it, or the browser can keep it.
  history.replaceState(history.state, "", found.href);
  const { answer } = found;
  const attempt = take(answer.state);
  if (!attempt && (await handOver(answer))) {
    close();
    // What the page does when there is nothing to handle, such as another login, has no place in a window that closes.
    return new Promise(() => {});
  }
  const issuer = issuerOf(site, location.href);
  return exchange(site, attempt, codeOf(answer, attempt, issuer, site.appId));
};

/** The answer that is being handled. @type {{ of: string, login: Promise<object | null> } | undefined} */
let handling;

/**
 * The login that the page has come back with; `null` when it has not come from one. A second call while the first is
 * under way has the same login, as React calls effects twice while developing.
 * @param {import("./site.js").Site} site
 */
export const handleRedirect = (site) => {
  const of = JSON.stringify([site.host, site.appId, site.redirectUri]);
  if (handling?.of !== of) {
    const mine = { of, login: handle(site).finally(() => handling === mine && (handling = undefined)) };
    handling = mine;
  }
  return handling.login;
};
