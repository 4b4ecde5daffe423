// What the login server answers a login with, judged without a browser.
import { HostedError } from "./error.js";
import { isOver } from "./attempt.js";
import { issuerOf } from "./site.js";

/** @typedef {{ code?: string, state?: string, iss?: string, error?: string, error_description?: string }} Answer */

/** The parameters of an answer (RFC 6749 §4.1.2, RFC 9207 §2) and those that some servers add. */
const PARAMETERS = ["code", "state", "iss", "error", "error_description", "error_uri", "session_state"];

/**
 * The answer in the address of a page, if it is there, and the address without it.
 * @param {string} href
 * @param {string} redirectUri where answers come
 * @returns {{ answer: Answer, href: string } | undefined}
 */
export const answerOf = (href, redirectUri) => {
  const [here, there] = [new URL(href), new URL(redirectUri, href)];
  if (here.origin !== there.origin || here.pathname !== there.pathname) return undefined;
  const { searchParams } = here;
  if (!searchParams.has("state") || !(searchParams.has("code") || searchParams.has("error"))) return undefined;
  const found = PARAMETERS.filter((name) => searchParams.has(name)).map((name) => [name, searchParams.get(name)]);
  for (const [name] of found) searchParams.delete(name);
  return { answer: Object.fromEntries(found), href: here.href };
};

/**
 * The address of a page without its `iss`, where the login server has sent somebody who logged in without being asked to:
 * the page begins a login of its own, which is answered at once (OpenID Connect Core §4).
 * @param {string} href
 * @param {import("./site.js").Site} site
 * @returns {string | undefined}
 */
export const invitationOf = (href, site) => {
  const [here, there] = [new URL(href), new URL(site.redirectUri, href)];
  const { searchParams } = here;
  const isAnswer = ["code", "state", "error"].some((name) => searchParams.has(name));
  if (here.origin !== there.origin || here.pathname !== there.pathname || isAnswer) return undefined;
  if (!searchParams.has("iss") || searchParams.get("iss") !== issuerOf(site, href)) return undefined;
  searchParams.delete("iss");
  return here.href;
};

/**
 * The answer in a message to a page that has opened a popup; none when the message is somebody else's.
 * @param {{ data: unknown, origin: string, source: unknown }} message
 * @param {unknown} popup
 * @param {string} issuer
 * @returns {Answer | undefined}
 * @throws {HostedError} when the popup answers from where no login of this server is
 */
export const messageOf = ({ data, origin, source }, popup, issuer) => {
  if (source !== popup || data?.type !== "authorization_response") return undefined;
  if (origin !== new URL(issuer).origin) throw new HostedError("wrong_origin");
  return data.response ?? {};
};

/**
 * The code that an answer brings.
 * @param {Answer} answer
 * @param {import("./attempt.js").Attempt | undefined} attempt whose answer it says to be
 * @param {string} issuer of the site that asks
 * @param {string} appId
 * @returns {string}
 */
export const codeOf = ({ code, state, iss, error, error_description: description }, attempt, issuer, appId) => {
  if (!attempt || state !== attempt.id) throw new HostedError("wrong_state");
  // An attempt at another server is none here: that server knows its nonce and its challenge (RFC 9700 §4.4).
  if (iss !== issuer || attempt.issuer !== issuer || attempt.appId !== appId) throw new HostedError("wrong_issuer");
  if (error) throw new HostedError(error, { description });
  if (!code) throw new HostedError("bad_answer");
  if (isOver(attempt)) throw new HostedError("expired");
  return code;
};
