// The way out when the module can't be had.
import assert from "node:assert/strict";
import { test } from "node:test";

import { attributeDefaults } from "../description/element.js";
import { labels as words } from "../description/labels.js";

// What the bundler puts in.
globalThis.GUARD_ATTRIBUTES = attributeDefaults();
globalThis.GUARD_LABELS = await words();
globalThis.navigator ??= { languages: [] };
const { hostedPage } = await import("../src/fallback.js");
const { labels, language } = await import("../src/labels.js");

const PAGE = "https://shop.example/account?x=1#y";

test("the hosted page is below the host", () => {
  assert.equal(hostedPage("https://login.example/", "a&b", PAGE), "https://login.example/login?app_id=a%26b");
  assert.equal(hostedPage("https://login.example/auth", null, PAGE), "https://login.example/auth/login");
  assert.equal(hostedPage("/", "a", PAGE), "https://shop.example/login?app_id=a");
  assert.equal(hostedPage(null, "a", PAGE), "https://core.authing.cn/login?app_id=a");
});

test("a host that is no web address has no page", () => {
  for (const host of ["javascript:alert(1)//", "data:text/html,x", "http://[", "mailto:a@b"]) {
    assert.equal(hostedPage(host, "a", PAGE), undefined, host);
  }
});

test("the words are in the nearest language there is", () => {
  assert.equal(language("zh-TW", ["en"]), "zh-CN");
  assert.equal(language(null, ["fr", "zh-CN"]), "zh-CN");
  assert.equal(language("EN_gb", ["zh"]), "en-US");
  assert.equal(language("fr", ["de"]), "en-US");
});

test("the words are the locales', and those of the page come first", () => {
  const text = labels({ lang: "zh-CN", messages: { submit: "进入", passwordLabel: "口令" } });
  assert.deepEqual(["submit", "password_label", "account_label"].map(text), ["进入", "口令", "账号"]);
  for (const words of Object.values(GUARD_LABELS)) for (const [key, word] of Object.entries(words)) assert.ok(word, key);
});
