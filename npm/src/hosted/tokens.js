// The exchange of a code for tokens (OpenID Connect Core §3.1.3).
import { claimsOf } from "./claims.js";
import { HostedError } from "./error.js";

/** How long the answer may take, in ms. */
const TIMEOUT = 15_000;

/** @param {string} url @param {Record<string, string>} form */
const post = async (url, form) => {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(form),
      cache: "no-store",
      // The code and its verifier are all that counts.
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return [response, await response.text()];
  } catch (cause) {
    throw new HostedError("network", { cause });
  }
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {}
};

/**
 * The login that a code stands for.
 * @param {import("./site.js").Site} site
 * @param {import("./attempt.js").Attempt} attempt
 * @param {string} code
 */
export const exchange = async ({ redirectUri }, attempt, code) => {
  const { issuer, appId, verifier, state } = attempt;
  const [response, text] = await post(`${issuer}/token`, {
    grant_type: "authorization_code",
    client_id: appId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
  const answer = parsed(text);
  if (!response.ok) {
    const { error, error_description: description } = answer ?? {};
    if (error === "invalid_grant") throw new HostedError("expired", { description });
    throw new HostedError(error ?? (response.status >= 500 ? "network" : "bad_answer"), { description });
  }
  return {
    user: claimsOf(answer?.id_token, attempt),
    idToken: answer.id_token,
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresIn: answer.expires_in,
    state,
  };
};
