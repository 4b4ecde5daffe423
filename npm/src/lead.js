// Leads the card that stands in the place of a box to the login on the hosted page and back. It is loaded where the page
// forbids WebAssembly, and nowhere else.
import { HostedError, handleRedirect, loginWithRedirect } from "./hosted.js";
import { prefetch } from "./prefetch.js";

/**
 * What the hosted page is asked with: it comes back to the page itself.
 * @param {{ host?: string, appId?: string, lang?: string | null }} options of the box
 * @param {string} href of the page
 * @returns {import("./hosted/site.js").Site}
 */
export const siteOf = ({ host, appId }, href) => {
  const { origin, pathname } = new URL(href);
  return { host, appId, redirectUri: origin + pathname };
};

/**
 * Whether the application lets a login come back to a page. A page that continues elsewhere after a login gets there by
 * the plain link.
 * @param {{ status: number, body: string }} reply the application's configuration
 * @param {{ callbackUrl?: string }} options of the box
 * @param {string} redirectUri
 */
export const mayReturn = ({ status, body }, { callbackUrl }, redirectUri) => {
  if (status !== 200 || callbackUrl) return false;
  try {
    return JSON.parse(body).data.redirectUris.includes(redirectUri);
  } catch {
    return false;
  }
};

/** What `guard-login` tells. */
export const detailOf = ({ user, accessToken, idToken }) => ({ method: "hosted", user, token: accessToken, idToken });

/** What `guard-login-error` tells. */
export const errorOf = ({ code, message }) => ({ method: "hosted", code, message, retryable: code === "network" });

/** Whether a click is for this tab. */
const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey }) => !button && !altKey && !ctrlKey && !metaKey && !shiftKey;

/**
 * @param {Record<string, any>} options of the box
 * @param {Element} card whose link leads to the hosted page
 * @param {(name: string, detail: unknown) => void} tell
 */
export const lead = async (options, card, tell) => {
  const site = siteOf(options, location.href);
  try {
    const login = await handleRedirect(site);
    if (login) return card.isConnected && tell("login", detailOf(login));
  } catch (error) {
    // The plain link is what is left to this person.
    return card.isConnected && error instanceof HostedError && tell("login-error", errorOf(error));
  }
  const link = card.querySelector("a");
  const reply = await prefetch(options)?.reply;
  if (!link || !reply || !mayReturn(reply, options, site.redirectUri)) return;
  link.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    loginWithRedirect(site, { uiLocales: options.lang }).catch(() => location.assign(link.href));
  });
};
