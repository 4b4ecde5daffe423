// Who a token is about. Both functions answer the person, or throw: `Denied` for a wrong token, anything else when the
// login server could not be asked.
import { createRemoteJWKSet, errors, jwtVerify } from "jose";

export class Denied extends Error {}

/** The settings of the issuer. Its name must be its own, or another's keys would do. */
const discover = async (issuer) => {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`discovery: ${response.status}`);
  const found = await response.json();
  if (found.issuer !== issuer) throw new Error("discovery: another issuer");
  return found;
};

const WRONG = [errors.JWTInvalid, errors.JWTExpired, errors.JWTClaimValidationFailed, errors.JWSInvalid];
const WRONG_KEY = [errors.JWSSignatureVerificationFailed, errors.JWKSNoMatchingKey, errors.JOSEAlgNotAllowed, errors.JOSENotSupported];

// verify
/** Verifies ID tokens by the issuer's keys, which are kept, and asked for again when a token names a new one. */
export const idTokens = ({ issuer, clientId, pause }) => {
  let keys;
  return async (token) => {
    keys ??= createRemoteJWKSet(new URL((await discover(issuer)).jwks_uri), { cooldownDuration: pause * 1000 });
    const rules = {
      issuer,
      audience: clientId,
      algorithms: ["RS256", "ES256"],
      clockTolerance: 60,
      requiredClaims: ["sub", "exp"],
    };
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, rules);
      // A logout token has the same issuer, audience and keys, and is no login.
      if (protectedHeader.typ && protectedHeader.typ.toUpperCase() !== "JWT") throw new Denied("no ID token");
      // Without its name a token would be tried with whatever key fits.
      if (!protectedHeader.kid) throw new Denied("no key is named");
      return { sub: payload.sub, name: payload.name };
    } catch (error) {
      if ([...WRONG, ...WRONG_KEY].some((kind) => error instanceof kind)) throw new Denied(error.code);
      throw error;
    }
  };
};
// end

// introspect
/** Asks the login server whose a session's token is at this moment (RFC 7662). */
export const introspection = ({ issuer, clientId, clientSecret }) => {
  const basic = Buffer.from([clientId, clientSecret].map(encodeURIComponent).join(":")).toString("base64");
  return async (token) => {
    const response = await fetch(`${issuer}/token/introspection`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ token }),
      signal: AbortSignal.timeout(5000),
    });
    if (!response.ok) throw new Error(`introspection: ${response.status}`);
    const { active, client_id, sub } = await response.json();
    // A session of another application is none of ours.
    if (active !== true || client_id !== clientId || !sub) throw new Denied("not active");
    return { sub };
  };
};
// end
