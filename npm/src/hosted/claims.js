// The ID token, checked as OpenID Connect Core §3.1.3.7 has it for one that comes from the token endpoint over TLS: its
// signature needs no check here (point 6). A backend that is handed the token must check it.
import { HostedError } from "./error.js";

/** What clocks may differ by, in s. */
const LEEWAY = 300;

/** @param {string} part base64url of JSON in UTF-8 */
const decoded = (part) => {
  const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
};

/**
 * The claims of a token, which is for this attempt.
 * @param {unknown} token
 * @param {import("./attempt.js").Attempt} attempt
 * @param {number} [now] in ms
 * @returns {Record<string, unknown> & { sub: string }}
 */
export const claimsOf = (token, { issuer, appId, nonce }, now = Date.now()) => {
  let claims;
  try {
    claims = decoded(token.split(".")[1]);
  } catch (cause) {
    throw new HostedError("bad_answer", { cause });
  }
  const audience = [claims?.aud].flat();
  const right =
    claims?.iss === issuer &&
    audience.includes(appId) &&
    // Of several audiences one has asked for it.
    (audience.length === 1 || claims.azp === appId) &&
    claims.nonce === nonce &&
    claims.exp + LEEWAY > now / 1000 &&
    typeof claims.sub === "string" &&
    claims.sub;
  if (!right) throw new HostedError("wrong_token");
  return claims;
};
