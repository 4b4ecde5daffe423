// The attributes, the properties that reflect them and the options made from them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { attributeDefaults } from "../description/element.js";

// What the bundler puts in.
globalThis.GUARD_ATTRIBUTES = attributeDefaults();
const { ATTRIBUTES, options, property, read, write } = await import("../src/options.js");

/** As much of an element as the options need. */
class Attributes extends Map {
  getAttribute(name) {
    return this.get(name) ?? null;
  }
  setAttribute(name, value) {
    this.set(name, value);
  }
  removeAttribute(name) {
    this.delete(name);
  }
  toggleAttribute(name, on) {
    on ? this.set(name, "") : this.delete(name);
  }
}

test("attributes are kebab-case and properties camelCase", () => {
  assert.equal(property("app-id"), "appId");
  assert.equal(property("no-auto-refresh"), "noAutoRefresh");
  assert.equal(property("host"), "host");
});

test("what is not set has its default", () => {
  const made = options(new Attributes(), {});
  assert.deepEqual(
    [made.appId, made.lang, made.theme, made.mode, made.defaultTab, made.qrSize, made.noAutoRefresh, made.open],
    ["", null, "auto", "inline", "", 205, false, false],
  );
  assert.deepEqual(Object.keys(made).sort(), [...Object.keys(ATTRIBUTES).map(property), "lang"].sort());
});

test("attributes and objects become options", () => {
  const element = new Attributes([["app-id", "a"], ["qr-size", "240"], ["no-auto-refresh", ""], ["lang", ""], ["theme", "dark"]]);
  const messages = {};
  const made = options(element, { messages });
  assert.equal(made.appId, "a");
  assert.equal(made.qrSize, 240);
  assert.equal(made.noAutoRefresh, true);
  assert.equal(made.lang, "");
  assert.equal(made.theme, "dark");
  assert.equal(made.messages, messages);
});

test("a number or a word that is none is as if it were not set", () => {
  assert.equal(read(new Attributes([["qr-size", "wide"]]), "qr-size"), 205);
  assert.equal(read(new Attributes([["theme", "purple"]]), "theme"), "auto");
});

test("a flag that a framework has written out as false is off, and can be set", () => {
  const element = new Attributes([["open", "false"]]);
  assert.equal(read(element, "open"), false);
  assert.equal(options(element, {}).open, false);
  write(element, "open", true);
  assert.equal(read(element, "open"), true);
  for (const on of ["", "true", "open"]) assert.equal(read(new Attributes([["open", on]]), "open"), true, on);
});

test("every property can be set and taken back", () => {
  const element = new Attributes();
  for (const attribute of Object.keys(ATTRIBUTES)) {
    write(element, attribute, "12");
    assert.ok(element.has(attribute), attribute);
    write(element, attribute, undefined);
    assert.ok(!element.has(attribute), attribute);
  }
  write(element, "no-auto-refresh", false);
  assert.equal(read(element, "no-auto-refresh"), false);
});
