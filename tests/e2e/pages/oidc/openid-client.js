// A site whose server logs people in with `openid-client`: the code of its documentation between a few routes. It is given
// all that differs as JSON in SITE; it trusts whom Node trusts.
import { createServer } from "node:http";
import { webcrypto } from "node:crypto";
import * as client from "openid-client";

const { port, url, issuer, auth, secret, jwk } = JSON.parse(process.env.SITE);
const redirect_uri = `${url}/callback`;

const AUTHENTICATION = {
  default: async () => undefined,
  basic: async () => client.ClientSecretBasic(secret),
  private_key_jwt: async () => {
    const key = await webcrypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
    return client.PrivateKeyJwt({ key, kid: jwk.kid });
  },
};

const config = await client.discovery(new URL(issuer), "demo", secret, await AUTHENTICATION[auth](), {
  execute: [client.enableNonRepudiationChecks],
});

/** The one visitor. */
let visit = {};

const ROUTES = {
  "/": async () => `<p>Customer: <output id="who">${visit.tokens?.claims().sub ?? "nobody"}</output></p>`,

  "/login": async (response) => {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    visit = { checks: { pkceCodeVerifier, idTokenExpected: true } };
    const parameters = {
      redirect_uri,
      scope: "openid profile email offline_access",
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
    };
    if (!config.serverMetadata().supportsPKCE()) throw new Error("the server does not say that it supports PKCE");
    // One way asks for all that can be checked, the others for what the documentation does.
    if (auth === "private_key_jwt") {
      Object.assign(visit.checks, { expectedState: client.randomState(), expectedNonce: client.randomNonce(), maxAge: 600 });
      Object.assign(parameters, { state: visit.checks.expectedState, nonce: visit.checks.expectedNonce, max_age: "600" });
    }
    to(response, client.buildAuthorizationUrl(config, parameters).href);
  },

  "/callback": async (response, current) => {
    visit.tokens = await client.authorizationCodeGrant(config, current, visit.checks);
    to(response, "/");
  },

  "/info": async () => {
    const { access_token } = visit.tokens;
    const info = await client.fetchUserInfo(config, access_token, visit.tokens.claims().sub);
    const { active } = await client.tokenIntrospection(config, access_token);
    return `<pre>${JSON.stringify({ ...info, active })}</pre>`;
  },

  "/refresh": async () => {
    const before = visit.tokens;
    visit.tokens = await client.refreshTokenGrant(config, before.refresh_token);
    const old = await client.tokenIntrospection(config, before.refresh_token);
    const renewed = ["access_token", "id_token", "refresh_token"].filter((name) => visit.tokens[name] !== before[name]);
    return `<pre>${renewed} old:${old.active}</pre>`;
  },

  "/revoke": async () => {
    await client.tokenRevocation(config, visit.tokens.refresh_token);
    const { active } = await client.tokenIntrospection(config, visit.tokens.refresh_token);
    return `<pre>active:${active}</pre>`;
  },

  "/logout": async (response) => {
    const { id_token, access_token } = visit.tokens;
    visit = { left: access_token };
    const parameters = { post_logout_redirect_uri: `${url}/`, id_token_hint: id_token };
    to(response, client.buildEndSessionUrl(config, parameters).href);
  },

  "/left": async () => {
    const { active } = await client.tokenIntrospection(config, visit.left);
    return `<pre>active:${active}</pre>`;
  },
};

const to = (response, location) => response.writeHead(302, { location });

createServer(async (request, response) => {
  const current = new URL(request.url, url);
  response.setHeader("content-type", "text/html");
  try {
    response.end(await ROUTES[current.pathname]?.(response, current));
  } catch (error) {
    response.end(`<pre>${error.stack}\n${JSON.stringify(error.cause)}</pre>`.replaceAll("&", "&amp;"));
  }
}).listen(port, "127.0.0.1", () => console.log("listening"));
