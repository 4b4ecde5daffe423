// Each backend of examples/backends, asked with right and with wrong tokens of an issuer of the tests' own.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { BACKENDS, Backend, PAUSE_S } from "../support/backend.js";
import { CLIENT, Issuer, macced, newKey, pem, signed, unsigned } from "../support/issuer.js";

const REFUSED = { status: 401, body: { error: "invalid_token" }, challenge: 'Bearer error="invalid_token"' };
const AWAY = { status: 503, body: { error: "unavailable" }, challenge: null };

const now = () => Math.floor(Date.now() / 1000);
const HOUR = 3600;

/** Right tokens. @type {Record<string, (issuer: Issuer) => string>} */
const RIGHT = {
  "signed with RS256": (issuer) => issuer.token("RS256"),
  "signed with ES256": (issuer) => issuer.token("ES256"),
  "for several audiences, one of them us": (issuer) => issuer.token("RS256", { aud: ["others", CLIENT.id] }),
  "without a type in its header": (issuer) => issuer.token("ES256", {}, { typ: undefined }),
  "that has ended a moment ago by a clock that is ahead": (issuer) => issuer.token("RS256", { exp: now() - 20 }),
  "that begins in a moment by a clock that is behind": (issuer) => issuer.token("ES256", { nbf: now() + 20 }),
};

/** Wrong ones. @type {Record<string, (issuer: Issuer) => string>} */
const WRONG = {
  "of another audience": (issuer) => issuer.token("RS256", { aud: "another-shop" }),
  "of other audiences": (issuer) => issuer.token("RS256", { aud: ["one", "two"] }),
  "of an audience that only begins like us": (issuer) => issuer.token("RS256", { aud: `${CLIENT.id}-2` }),
  "without an audience": (issuer) => issuer.token("RS256", { aud: undefined }),
  "that has expired": (issuer) => issuer.token("RS256", { exp: now() - HOUR }),
  "that never expires": (issuer) => issuer.token("ES256", { exp: undefined }),
  "that is not valid yet": (issuer) => issuer.token("RS256", { nbf: now() + HOUR }),
  "of another issuer": (issuer) => issuer.token("RS256", { iss: "https://evil.example/oidc" }),
  "of an issuer with a slash more": (issuer) => issuer.token("RS256", { iss: `${issuer.url}/` }),
  "without an issuer": (issuer) => issuer.token("RS256", { iss: undefined }),
  "about nobody": (issuer) => issuer.token("RS256", { sub: undefined }),
  "that is a logout token": (issuer) => issuer.token("RS256", {}, { typ: "logout+jwt" }),
  "that is an access token": (issuer) => issuer.token("ES256", {}, { typ: "at+jwt" }),
  "that names no key": (issuer) => issuer.token("RS256", {}, { kid: undefined }),
  "that asks for an extension nobody knows": (issuer) => issuer.token("RS256", {}, { crit: ["b64x"], b64x: true }),
  "signed by another RSA key under our key's name": (issuer) => forged(issuer, "RS256"),
  "signed by another elliptic key under our key's name": (issuer) => forged(issuer, "ES256"),
  "signed with the RSA key, which the header calls ES256": (issuer) => issuer.token("RS256", {}, { alg: "ES256" }),
  "signed with the elliptic key, which the header calls RS256": (issuer) => issuer.token("ES256", {}, { alg: "RS256" }),
  "of alg none": (issuer) => unsigned({ ...header(issuer), alg: "none" }, issuer.claims()),
  "of alg nOnE": (issuer) => unsigned({ ...header(issuer), alg: "nOnE" }, issuer.claims()),
  "without its signature": (issuer) => unsigned(header(issuer), issuer.claims()),
  "of alg none with a right token's signature": (issuer) => {
    const [, , signature] = issuer.token("RS256").split(".");
    return unsigned({ ...header(issuer), alg: "none" }, issuer.claims()) + signature;
  },
  "of alg HS256 with the public key as its secret": (issuer) =>
    macced({ ...header(issuer), alg: "HS256" }, issuer.claims(), pem(issuer.keys[0])),
  "of alg HS256 with the modulus as its secret": (issuer) =>
    macced({ ...header(issuer), alg: "HS256" }, issuer.claims(), Buffer.from(issuer.keys[0].jwk.n, "base64url")),
  "with a key of its own in its header": (issuer) => {
    const own = newKey("ES256");
    return signed({ ...header(issuer), alg: "ES256", jwk: own.jwk }, issuer.claims(), own);
  },
  "whose person was changed": (issuer) => {
    const [head, , signature] = issuer.token("RS256").split(".");
    return [head, Buffer.from(JSON.stringify(issuer.claims({ sub: "admin" }))).toString("base64url"), signature].join(".");
  },
  "with a signature of zeros": (issuer) => {
    const [head, body] = issuer.token("ES256").split(".");
    return [head, body, Buffer.alloc(64).toString("base64url")].join(".");
  },
  "that is garbage": () => "garbage",
  "that is garbage in three parts": () => "a.b.c",
  "whose header is no object": (issuer) => `WzFd.${issuer.token().split(".").slice(1).join(".")}`,
  "that is only dots": () => "..",
  "in five parts, as encrypted ones are": (issuer) => `${issuer.token("RS256")}.e30.e30`,
};

const header = (issuer) => ({ typ: "JWT", alg: issuer.keys[0].alg, kid: issuer.keys[0].kid });

const forged = (issuer, alg) => {
  const real = issuer.keys.find((key) => key.alg === alg);
  return signed({ typ: "JWT", alg, kid: real.kid }, issuer.claims(), newKey(alg));
};

test("there is a backend to try", () => {
  assert.notDeepEqual(Object.keys(BACKENDS), [], "BACKENDS names the programs; `cargo xtask backends` sets it");
});

for (const name of Object.keys(BACKENDS)) {
  describe(`the backend in ${name}`, () => {
    /** @type {Issuer} */
    let issuer;
    /** @type {Backend} */
    let backend;

    before(async () => {
      issuer = await Issuer.start();
      backend = await Backend.start(name, issuer.url);
    });

    after(() => {
      backend?.stop();
      issuer?.stop();
    });

    test("says that the login server is away, and asks it again", async () => {
      issuer.away = true;
      assert.deepEqual(await backend.ask("/me", issuer.token()), AWAY);
      assert.deepEqual(await backend.ask("/session", "t"), AWAY);
      issuer.away = false;
      assert.equal((await backend.ask("/me", issuer.token())).status, 200);
    });

    for (const [what, make] of Object.entries(RIGHT)) {
      test(`knows who comes with a token ${what}`, async () => {
        const { status, body } = await backend.ask("/me", make(issuer));
        assert.deepEqual({ status, body }, { status: 200, body: { sub: "u1", name: "林晓" } });
      });
    }

    for (const [what, make] of Object.entries(WRONG)) {
      test(`refuses a token ${what}`, async () => {
        assert.deepEqual(await backend.ask("/me", make(issuer)), REFUSED);
      });
    }

    test("refuses who brings no token", async () => {
      assert.deepEqual(await backend.ask("/me"), REFUSED);
      assert.deepEqual(await backend.ask("/session"), REFUSED);
      assert.deepEqual(await backend.ask("/me", ""), REFUSED);
    });

    test("keeps the keys: known ones are not asked for again", async () => {
      await backend.ask("/me", issuer.token("RS256"));
      const before = issuer.asked;
      for (let i = 0; i < 10; i++) {
        assert.equal((await backend.ask("/me", issuer.token(i % 2 ? "RS256" : "ES256"))).status, 200);
      }
      assert.equal(issuer.asked, before);
    });

    test("asks again for a key that it does not know, and old tokens stay right", async () => {
      const old = issuer.token("RS256");
      issuer.keys.push(newKey("RS256"), newKey("ES256"));
      const end = Date.now() + 15_000;
      while ((await backend.ask("/me", issuer.token("RS256"))).status !== 200) {
        assert.ok(Date.now() < end, "the new key is never asked for");
        await pause(50);
      }
      assert.equal((await backend.ask("/me", issuer.token("ES256"))).status, 200);
      assert.equal((await backend.ask("/me", old)).status, 200);
    });

    test("does not ask for keys at everybody's whim", async () => {
      const before = issuer.asked;
      const began = performance.now();
      const answers = [];
      for (let i = 0; i < 40; i++) {
        const unknown = newKey("ES256");
        answers.push(await backend.ask("/me", signed({ typ: "JWT", alg: "ES256", kid: unknown.kid }, issuer.claims(), unknown)));
      }
      for (const answer of answers) assert.deepEqual(answer, REFUSED);
      const pauses = (performance.now() - began) / (PAUSE_S * 1000);
      assert.ok(issuer.asked - before <= 1 + pauses, `asked ${issuer.asked - before} times in ${pauses} pauses`);
    });

    test("forgets a key that is published no more", async () => {
      const [rsa, , , elliptic] = issuer.keys;
      const withdrawn = signed({ typ: "JWT", alg: "RS256", kid: rsa.kid }, issuer.claims(), rsa);
      assert.equal((await backend.ask("/me", withdrawn)).status, 200);
      const newest = newKey("RS256");
      issuer.keys = [elliptic, newest];
      const end = Date.now() + 15_000;
      while ((await backend.ask("/me", issuer.token("RS256"))).status !== 200) {
        assert.ok(Date.now() < end, "the new key is never asked for");
        await pause(50);
      }
      assert.deepEqual(await backend.ask("/me", withdrawn), REFUSED);
    });

    test("learns by introspection whose a session is, and that it has been revoked", async () => {
      issuer.sessions.set("s1", { active: true, sub: "u1", client_id: CLIENT.id });
      const { status, body } = await backend.ask("/session", "s1");
      assert.deepEqual({ status, body }, { status: 200, body: { sub: "u1" } });
      assert.equal(issuer.proofs.at(-1), `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}`);
      issuer.sessions.set("s1", { active: false });
      assert.deepEqual(await backend.ask("/session", "s1"), REFUSED);
    });

    test("refuses the session of another application", async () => {
      issuer.sessions.set("s2", { active: true, sub: "u1", client_id: "another-shop" });
      assert.deepEqual(await backend.ask("/session", "s2"), REFUSED);
      issuer.sessions.set("s3", { active: true, sub: "u1" });
      assert.deepEqual(await backend.ask("/session", "s3"), REFUSED);
      issuer.sessions.set("s4", { active: "yes", sub: "u1", client_id: CLIENT.id });
      assert.notEqual((await backend.ask("/session", "s4")).status, 200);
    });

    test("sends a token with signs of its own as it is", async () => {
      issuer.sessions.set("a&token=s1+%20", { active: true, sub: "u2", client_id: CLIENT.id });
      assert.deepEqual((await backend.ask("/session", "a&token=s1+%20")).body, { sub: "u2" });
    });
  });
}
