// Each backend with the login of our own server: a person logs in with a password as the box does, and the backend learns
// who it is, by the keys and by introspection.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { BACKENDS, Backend } from "../support/backend.js";
import { CLIENT } from "../support/issuer.js";
import { Server } from "../support/server.js";

// The part of the server that gives ID tokens. Where it is, all of this must work.
const PROVIDER = existsSync(join(import.meta.dirname, "../../../server/src/services/oidc"));

const REFUSED = { status: 401, body: { error: "invalid_token" }, challenge: 'Bearer error="invalid_token"' };

describe("with a login at our server", { skip: !PROVIDER && "the server has no OpenID provider" }, () => {
  /** @type {Server} */
  let server;

  before(async () => {
    server = await Server.start([CLIENT, { id: "another-shop", secret: "another-secret-of-the-tests-and-of-nothing-else" }]);
  });

  after(() => server?.stop());

  for (const alg of ["RS256", "ES256"]) {
    test(`an application whose setting is ${alg} gets tokens that are signed so`, async () => {
      const own = await Server.start([{ ...CLIENT, alg }]);
      try {
        const { idToken } = await own.logIn(CLIENT.id);
        const header = JSON.parse(Buffer.from(idToken.split(".")[0], "base64url"));
        assert.equal(header.alg, alg);
        for (const name of Object.keys(BACKENDS)) {
          const backend = await Backend.start(name, own.issuer);
          assert.equal((await backend.ask("/me", idToken)).status, 200, name);
          backend.stop();
        }
      } finally {
        await own.stop();
      }
    });
  }

  for (const name of Object.keys(BACKENDS)) {
    describe(`the backend in ${name}`, () => {
      /** @type {Backend} */
      let backend;

      before(async () => {
        backend = await Backend.start(name, server.issuer);
      });

      after(() => backend?.stop());

      test("knows the person by the ID token of the login, and by the session's token", async () => {
        const { id, token, idToken } = await server.logIn(CLIENT.id);
        const me = await backend.ask("/me", idToken);
        assert.equal(me.status, 200);
        assert.equal(me.body.sub, id);
        const session = await backend.ask("/session", token);
        assert.deepEqual([session.status, session.body], [200, { sub: id }]);
      });

      test("refuses one kind of token in the place of the other", async () => {
        const { token, idToken } = await server.logIn(CLIENT.id);
        assert.deepEqual(await backend.ask("/me", token), REFUSED);
        assert.deepEqual(await backend.ask("/session", idToken), REFUSED);
      });

      test("refuses the tokens of a login at another application", async () => {
        const { token, idToken } = await server.logIn("another-shop");
        assert.deepEqual(await backend.ask("/me", idToken), REFUSED);
        assert.deepEqual(await backend.ask("/session", token), REFUSED);
      });

      test("sees a revoked session by introspection alone", async () => {
        const { token, idToken } = await server.logIn(CLIENT.id);
        assert.equal((await backend.ask("/session", token)).status, 200);
        await server.logOut(CLIENT.id, token);
        assert.deepEqual(await backend.ask("/session", token), REFUSED);
        assert.equal((await backend.ask("/me", idToken)).status, 200, "an ID token tells of the login, not of the session");
      });
    });
  }
});
