// Where the configuration is asked for before the module is there, and where nothing is asked.
import assert from "node:assert/strict";
import { test } from "node:test";

import { configUrl } from "../src/prefetch.js";

const PAGE = "https://shop.example";

test("the address is the module's own", () => {
  const path = "/api/v2/applications/a/public-config";
  assert.equal(configUrl("https://login.example/auth/", "a", PAGE), `https://login.example/auth${path}`);
  assert.equal(configUrl("/", "a", PAGE), PAGE + path);
  assert.equal(configUrl("/auth", "a", PAGE), `${PAGE}/auth${path}`);
  assert.equal(configUrl("", "a", PAGE), `https://core.authing.cn${path}`);
  assert.equal(configUrl("http://localhost:3000", "a", PAGE), `http://localhost:3000${path}`);
  assert.equal(configUrl("http://[::1]:3000", "a", PAGE), `http://[::1]:3000${path}`);
  assert.equal(configUrl("http://127.0.0.2", "a-B_1", PAGE), "http://127.0.0.2/api/v2/applications/a-B_1/public-config");
});

test("nothing is asked where nothing may be sent, or without an application", () => {
  for (const host of ["http://login.example", "http://localhost.evil.example", "javascript:alert(1)//", "ftp://x", "login.example", "//evil.example", "/\\evil.example", "https://a@evil.example", "https://a.example?x", "https://a.example#x"]) {
    assert.equal(configUrl(host, "a", PAGE), undefined, host);
  }
  for (const host of ["http://127.0.0.1.evil.test", "http://127.evil.test", "http://127.0.0.1.evil.test:8080", "http://localhost@evil.test", "http://[::2]"]) {
    assert.equal(configUrl(host, "a", PAGE), undefined, host);
  }
  for (const id of ["", "..", "../../../healthz?", "..", ".", "a/b", "a\\b", "a%2fb", "a\tb", "a#b", "ä"]) {
    assert.equal(configUrl("/", id, PAGE), undefined, id);
  }
});
