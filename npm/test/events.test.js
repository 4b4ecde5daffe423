// How the events travel: those that carry a credential stay at the element.
import assert from "node:assert/strict";
import { test } from "node:test";

import { rules } from "../src/events.js";

const BUBBLES = {
  ready: true,
  "tab-change": true,
  "qr-status": true,
  "before-login": true,
  login: false,
  "login-error": true,
  "mfa-required": false,
  error: true,
  close: true,
};

test("events with a credential do not bubble", () => {
  for (const [name, bubbles] of Object.entries(BUBBLES)) assert.equal(rules(name).bubbles, bubbles, name);
});

test("all are composed, and only the one before a login can be cancelled", () => {
  for (const name of Object.keys(BUBBLES)) {
    assert.equal(rules(name).composed, true, name);
    assert.equal(rules(name).cancelable, name === "before-login", name);
  }
});

test("the detail is frozen with all plain values in it", () => {
  class Own {}
  const own = new Own();
  const { detail } = rules("login", { user: { tags: ["a"] }, own, none: null });
  assert.ok(Object.isFrozen(detail) && Object.isFrozen(detail.user) && Object.isFrozen(detail.user.tags));
  assert.ok(!Object.isFrozen(own), "what the page made is left alone");
});
