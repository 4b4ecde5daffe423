// What is known of one login until its answer is here.
import { HostedError } from "./error.js";

/**
 * @typedef {object} Attempt
 * @property {string} id what OAuth calls `state`: the answer brings it back
 * @property {string} nonce the ID token must have it
 * @property {string} verifier of PKCE (RFC 7636)
 * @property {string} issuer
 * @property {string} appId
 * @property {number} at when it began, in ms
 * @property {unknown} [state] the page's own
 */

/** How long an answer may take, in ms: longer than a server keeps a login that nobody goes on with. */
const LIFETIME = 3_600_000;

/** @param {Uint8Array} bytes */
const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** 256 bits that nobody can guess. */
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/**
 * A new attempt.
 * @param {string} issuer
 * @param {import("./site.js").Site} site
 * @param {unknown} state
 * @returns {Attempt}
 */
export const begin = (issuer, { appId }, state) => {
  // Pages over http: have none.
  if (!crypto.subtle) throw new HostedError("insecure");
  return { id: random(), nonce: random(), verifier: random(), issuer, appId, at: Date.now(), state };
};

/** The challenge of a verifier (RFC 7636 §4.2). @param {string} verifier */
export const challengeOf = async (verifier) =>
  base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));

/** @param {Attempt} attempt */
export const isOver = ({ at }, now = Date.now()) => !(Math.abs(now - at) < LIFETIME);
