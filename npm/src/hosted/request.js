// The addresses of a login server that a browser is sent to.

/** @param {Record<string, string | null | undefined>} fields those without a value are left out */
export const query = (fields) => String(new URLSearchParams(Object.entries(fields).filter(([, value]) => value)));

/**
 * Where a login begins (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3).
 * @param {import("./site.js").Site} site
 * @param {import("./attempt.js").Attempt} attempt
 * @param {string} challenge of the attempt's verifier
 * @param {{ prompt?: string, loginHint?: string, uiLocales?: string }} options
 * @param {"web_message"} [mode] how the answer comes; in the query of the redirect URI unless said otherwise
 */
export const authorizeUrl = (site, attempt, challenge, { prompt, loginHint, uiLocales }, mode) =>
  `${attempt.issuer}/auth?${query({
    client_id: site.appId,
    redirect_uri: site.redirectUri,
    response_type: "code",
    response_mode: mode,
    scope: site.scope || "openid profile",
    state: attempt.id,
    nonce: attempt.nonce,
    code_challenge: challenge,
    code_challenge_method: "S256",
    prompt,
    login_hint: loginHint,
    ui_locales: uiLocales,
  })}`;
