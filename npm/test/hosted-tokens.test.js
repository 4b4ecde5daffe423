// The exchange of a code, against a server of this machine.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { begin, challengeOf } from "../src/hosted/attempt.js";
import { exchange } from "../src/hosted/tokens.js";
import { Provider } from "../../tests/e2e/support/provider.js";

let provider;
before(async () => (provider = await Provider.start()));
after(() => provider.stop());

const site = () => ({ host: provider.url, appId: "shop", redirectUri: "https://shop.example/callback" });

/** An attempt, and a code for it. */
const asked = async (scope = "openid") => {
  const attempt = begin(`${provider.url}/oidc`, site(), { from: "/cart" });
  const { appId: client_id, redirectUri: redirect_uri } = site();
  const code_challenge = await challengeOf(attempt.verifier);
  const request = { client_id, redirect_uri, scope, nonce: attempt.nonce, code_challenge, code_challenge_method: "S256" };
  return { attempt, code: provider.code(new URLSearchParams(request)) };
};

const coded = (code) => (error) => error.name === "HostedError" && error.code === code;

test("brings the login, and sends no more than it must", async () => {
  const { attempt, code } = await asked();
  const { user, ...login } = await exchange(site(), attempt, code);
  assert.equal(user.nickname, "林晓");
  assert.match(login.idToken, /^[\w-]+\.[\w-]+\.[\w-]+$/);
  assert.deepEqual({ ...login, idToken: "" }, { idToken: "", accessToken: "access", refreshToken: undefined, expiresIn: 3600, state: { from: "/cart" } });
  assert.deepEqual(provider.tokenRequests.at(-1), {
    grant_type: "authorization_code",
    client_id: "shop",
    redirect_uri: "https://shop.example/callback",
    code,
    code_verifier: attempt.verifier,
    "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
    cookie: undefined,
  });
});

test("brings a refresh token to who has asked for it", async () => {
  const { attempt, code } = await asked("openid offline_access");
  assert.equal((await exchange(site(), attempt, code)).refreshToken, "refresh");
});

test("of a used code, or with another verifier, is `expired`", async () => {
  const { attempt, code } = await asked();
  await exchange(site(), attempt, code);
  await assert.rejects(exchange(site(), attempt, code), coded("expired"));
  const other = await asked();
  await assert.rejects(exchange(site(), { ...other.attempt, verifier: attempt.verifier }, other.code), coded("expired"));
});

test("with another's ID token is no login", async (t) => {
  t.after(() => (provider.claims = {}));
  for (const claims of [{ nonce: "other" }, { aud: "other" }, { iss: "https://evil.example/oidc" }, { exp: 1 }]) {
    provider.claims = claims;
    const { attempt, code } = await asked();
    await assert.rejects(exchange(site(), attempt, code), coded("wrong_token"), JSON.stringify(claims));
  }
});

test("without an ID token is no login", async (t) => {
  t.after(() => (provider.tokens = {}));
  provider.tokens = { id_token: undefined };
  const { attempt, code } = await asked();
  await assert.rejects(exchange(site(), attempt, code), coded("bad_answer"));
});

test("says of each answer that is none what it is", async (t) => {
  let [status, body, headers] = [200, "", {}];
  const listener = createServer((_, response) => response.writeHead(status, headers).end(body)).listen(0, "127.0.0.1");
  await once(listener, "listening");
  t.after(() => listener.close());
  const { attempt } = await asked();
  const ask = () => exchange(site(), { ...attempt, issuer: `http://127.0.0.1:${listener.address().port}/oidc` }, "code");
  for (const [answer, code] of [
    [[200, "<!doctype html>"], "bad_answer"],
    [[200, "null"], "bad_answer"],
    [[404, "not found"], "bad_answer"],
    [[401, '{"error":"invalid_client","error_description":"unknown"}'], "invalid_client"],
    [[429, '{"error":"temporarily_unavailable"}'], "temporarily_unavailable"],
    [[502, "<!doctype html>"], "network"],
    [[302, "", { location: provider.url }], "network"],
  ]) {
    [status, body, headers] = [...answer, {}];
    await assert.rejects(ask(), coded(code), JSON.stringify(answer));
  }
});

test("of a server that is not there is `network`", async () => {
  const { attempt } = await asked();
  await assert.rejects(exchange(site(), { ...attempt, issuer: "http://127.0.0.1:1/oidc" }, "code"), coded("network"));
});
