// What `guard-widget/hosted` decides: where it sends the browser, and which answers it believes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { answerOf, codeOf, invitationOf, messageOf } from "../src/hosted/answer.js";
import { begin, challengeOf, isOver } from "../src/hosted/attempt.js";
import { claimsOf } from "../src/hosted/claims.js";
import { HostedError } from "../src/hosted/error.js";
import { authorizeUrl } from "../src/hosted/request.js";
import { issuerOf } from "../src/hosted/site.js";
import { token } from "../../tests/e2e/support/provider.js";

const PAGE = "https://shop.example/account?x=1#y";
const SITE = { host: "https://login.example", appId: "shop", redirectUri: "https://shop.example/callback" };
const ISSUER = "https://login.example/oidc";

const attempt = () => begin(ISSUER, SITE, { from: "/cart" });

/** Throws a HostedError with this code. */
const refuses = (code, call, note) =>
  assert.throws(call, (error) => error instanceof HostedError && error.code === code && error.message.length > 10, note);

describe("the issuer", () => {
  test("is below the host", () => {
    for (const [host, issuer] of [
      ["https://login.example", ISSUER],
      ["https://login.example/", ISSUER],
      ["https://login.example/auth//", "https://login.example/auth/oidc"],
      ["/", "https://shop.example/oidc"],
      ["http://127.0.0.1:8080", "http://127.0.0.1:8080/oidc"],
      ["http://[::1]:1", "http://[::1]:1/oidc"],
    ]) {
      assert.equal(issuerOf({ host }, PAGE), issuer, host);
    }
    assert.equal(issuerOf({ host: "/" }, "http://intra.example/"), "http://intra.example/oidc");
  });

  test("is nowhere that a code would be read by others", () => {
    for (const host of [undefined, "", "http://login.example", "javascript:alert(1)", "data:,x", "http://[", "https://a@b.example", "https://b.example?x", "https://b.example#x", "http://localhost.evil.example"]) {
      refuses("wrong_host", () => issuerOf({ host }, PAGE), String(host));
    }
  });
});

describe("the request", () => {
  test("is the code flow with PKCE", async () => {
    const one = attempt();
    const challenge = await challengeOf(one.verifier);
    const url = new URL(authorizeUrl({ ...SITE, scope: "openid email" }, one, challenge, { prompt: "login", loginHint: "a&b", uiLocales: "zh-CN en" }, "web_message"));
    assert.equal(url.origin + url.pathname, `${ISSUER}/auth`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: "shop",
      redirect_uri: SITE.redirectUri,
      response_type: "code",
      response_mode: "web_message",
      scope: "openid email",
      state: one.id,
      nonce: one.nonce,
      code_challenge: challenge,
      code_challenge_method: "S256",
      prompt: "login",
      login_hint: "a&b",
      ui_locales: "zh-CN en",
    });
    assert.ok(!url.href.includes(one.verifier), "the verifier stays here");
  });

  test("leaves out what was not said", () => {
    const { searchParams } = new URL(authorizeUrl(SITE, attempt(), "c", {}));
    for (const name of ["response_mode", "prompt", "login_hint", "ui_locales"]) assert.ok(!searchParams.has(name), name);
    assert.equal(searchParams.get("scope"), "openid profile");
  });

  test("has the challenge of RFC 7636, and secrets of 256 bits that never repeat", async () => {
    assert.equal(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    const secrets = [attempt(), attempt()].flatMap(({ id, nonce, verifier }) => [id, nonce, verifier]);
    assert.equal(new Set(secrets).size, 6);
    for (const secret of secrets) assert.match(secret, /^[\w-]{43}$/);
  });

  test("is not made where the browser has no cryptography", (t) => {
    t.mock.getter(globalThis, "crypto", () => ({}));
    refuses("insecure", attempt);
  });
});

describe("the answer in an address", () => {
  test("is taken out, and the rest stays", () => {
    const found = answerOf("https://shop.example/callback?tab=2&code=c&state=s&iss=i&session_state=z#end", SITE.redirectUri);
    assert.equal(found.href, "https://shop.example/callback?tab=2#end");
    assert.deepEqual(found.answer, { code: "c", state: "s", iss: "i", session_state: "z" });
  });

  test("is none elsewhere, or without a state and a code or an error", () => {
    for (const href of [
      "https://shop.example/callback",
      "https://shop.example/callback?code=c",
      "https://shop.example/callback?state=s",
      "https://shop.example/other?code=c&state=s",
      "https://evil.example/callback?code=c&state=s",
      "https://shop.example/callback#code=c&state=s",
    ]) {
      assert.equal(answerOf(href, SITE.redirectUri), undefined, href);
    }
    assert.ok(answerOf("https://shop.example/callback?error=e&state=s", SITE.redirectUri));
  });

  test("is none where the login server asks the page to begin", () => {
    const iss = encodeURIComponent(ISSUER);
    const of = (query, site = SITE) => invitationOf(`https://shop.example/callback${query}`, site);
    assert.equal(answerOf(`https://shop.example/callback?iss=${iss}`, SITE.redirectUri), undefined);
    assert.equal(of(`?iss=${iss}`), "https://shop.example/callback");
    assert.equal(of(`?tab=2&iss=${iss}#end`), "https://shop.example/callback?tab=2#end");
    const others = ["", "?iss=", "?iss=https%3A%2F%2Fevil.example%2Foidc", `?iss=${iss}%2F`, `#?iss=${iss}`];
    for (const query of [...others, ...["code", "state", "error"].map((name) => `?iss=${iss}&${name}=x`)]) {
      assert.equal(of(query), undefined, query);
    }
    assert.equal(invitationOf(`https://shop.example/other?iss=${iss}`, SITE), undefined);
    // A page that is not asked hears nothing of a wrong host.
    assert.equal(of("?tab=2", { ...SITE, host: "http://login.example" }), undefined);
  });
});

describe("the answer in a message", () => {
  const popup = {};
  const response = { code: "c" };
  const right = { data: { type: "authorization_response", response }, origin: "https://login.example", source: popup };

  test("comes from the popup", () => assert.equal(messageOf(right, popup, ISSUER), response));

  test("is none of others, and none of another kind", () => {
    for (const other of [{ source: {} }, { source: null }, { data: null }, { data: "authorization_response" }, { data: { type: "hello", response } }]) {
      assert.equal(messageOf({ ...right, ...other }, popup, ISSUER), undefined, JSON.stringify(other));
    }
  });

  test("is refused from another origin", () => {
    for (const origin of ["https://evil.example", "http://login.example", "https://login.example:444", "null"]) {
      refuses("wrong_origin", () => messageOf({ ...right, origin }, popup, ISSUER), origin);
    }
  });
});

describe("the code", () => {
  const judge = (change, one = attempt(), site = {}) =>
    codeOf({ code: "c", state: one.id, iss: ISSUER, ...change }, one, site.issuer ?? ISSUER, site.appId ?? "shop");

  test("is taken from the right answer", () => assert.equal(judge({}), "c"));

  test("is refused with a state that is not the attempt's", () => {
    for (const state of [undefined, "", "x", attempt().id]) refuses("wrong_state", () => judge({ state }), String(state));
    refuses("wrong_state", () => codeOf({ code: "c", iss: ISSUER }, undefined, ISSUER, "shop"), "no attempt at all");
  });

  test("is refused from another server, also with an error (RFC 9207, mix-up)", () => {
    for (const iss of [undefined, "", "https://login.example", `${ISSUER}/`, "https://evil.example/oidc"]) {
      refuses("wrong_issuer", () => judge({ iss }), String(iss));
      refuses("wrong_issuer", () => judge({ iss, code: undefined, error: "access_denied" }), String(iss));
    }
  });

  test("is refused to an attempt at another server or of another application", () => {
    refuses("wrong_issuer", () => judge({}, { ...attempt(), issuer: "https://evil.example/oidc" }));
    refuses("wrong_issuer", () => judge({}, attempt(), { appId: "other" }));
  });

  test("is none where the server says why", () => {
    for (const error of ["access_denied", "login_required", "interaction_required", "server_error"]) {
      refuses(error, () => judge({ error, error_description: "said" }));
      assert.throws(() => judge({ error, error_description: "said" }), /said/);
    }
    refuses("bad_answer", () => judge({ code: undefined }));
  });

  test("comes too late after an hour, and from a clock that was put back", () => {
    const one = attempt();
    assert.ok(!isOver(one, one.at + 3_599_000));
    for (const at of [0, Date.now() + 7_200_000, undefined, "x"]) refuses("expired", () => judge({}, { ...one, at }), String(at));
  });
});

describe("the ID token", () => {
  const one = attempt();
  const now = 1_800_000_000;
  const right = { iss: ISSUER, aud: "shop", nonce: one.nonce, exp: now + 60, sub: "u1", name: "林晓" };
  const claims = (change = {}) => claimsOf(token({ ...right, ...change }), one, now * 1000);

  test("has the user", () => {
    assert.equal(claims().name, "林晓");
    assert.equal(claims({ aud: ["shop"] }).sub, "u1");
    assert.equal(claims({ aud: ["shop", "api"], azp: "shop" }).sub, "u1");
    assert.equal(claims({ exp: now - 299 }).sub, "u1", "clocks differ");
  });

  test("is refused when any claim is another one's, or missing", () => {
    const wrong = {
      iss: [undefined, "https://evil.example/oidc", `${ISSUER}/`],
      aud: [undefined, "other", [], ["other"], ["shop", "api"]],
      nonce: [undefined, "", attempt().nonce],
      exp: [undefined, now - 301, "never", null],
      sub: [undefined, "", 7],
    };
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) refuses("wrong_token", () => claims({ [name]: value }), `${name}: ${JSON.stringify(value)}`);
    }
    refuses("wrong_token", () => claims({ aud: ["shop", "api"], azp: "api" }));
  });

  test("must be one", () => {
    for (const text of [undefined, null, 1, {}, "", "a", "a.b.c", "a.!.c", `a.${Buffer.from("[").toString("base64url")}.c`]) {
      refuses("bad_answer", () => claimsOf(text, one), String(text));
    }
    refuses("wrong_token", () => claimsOf(`a.${Buffer.from("null").toString("base64url")}.c`, one));
  });
});
