// The way to the hosted page where the page forbids WebAssembly.
import assert from "node:assert/strict";
import { test } from "node:test";

import { detailOf, errorOf, mayReturn, siteOf } from "../src/lead.js";

const PAGE = "https://shop.example/account";
const config = (redirectUris) => ({ status: 200, body: JSON.stringify({ code: 200, data: { redirectUris } }) });

test("the login comes back to the page itself", () => {
  assert.deepEqual(siteOf({ host: "/", appId: "a" }, `${PAGE}?x=1#y`), { host: "/", appId: "a", redirectUri: PAGE });
});

test("only a page that the application names may it come back to", () => {
  assert.equal(mayReturn(config(["https://shop.example/", PAGE]), {}, PAGE), true);
  assert.equal(mayReturn(config([PAGE]), { callbackUrl: "/welcome" }, PAGE), false, "it is to go on elsewhere");
  for (const reply of [config([`${PAGE}/`]), config([]), { ...config([PAGE]), status: 404 }, { status: 200, body: "" }, { status: 200, body: '{"data":null}' }]) {
    assert.equal(mayReturn(reply, {}, PAGE), false, JSON.stringify(reply));
  }
});

test("the events tell what a login in the box does", () => {
  const login = { user: { sub: "u1" }, accessToken: "a", idToken: "i", refreshToken: "r", expiresIn: 1, state: null };
  assert.deepEqual(detailOf(login), { method: "hosted", user: { sub: "u1" }, token: "a", idToken: "i" });
  const error = { method: "hosted", code: "access_denied", message: "no", retryable: false };
  assert.deepEqual(errorOf({ code: "access_denied", message: "no" }), error);
  assert.equal(errorOf({ code: "network", message: "" }).retryable, true);
});
