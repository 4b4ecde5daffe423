// What stands in the first frame: the form, unless the page itself puts the code first.
import assert from "node:assert/strict";
import { test } from "node:test";

import { attributeDefaults } from "../description/element.js";

// What the bundler puts in.
globalThis.GUARD_ATTRIBUTES = attributeDefaults();
const { knownTabs } = await import("../src/form.js");

test("the code comes first where attributes or configuration say so", () => {
  for (const [options, first] of [
    [{}, undefined],
    [{ tabs: "", defaultTab: "" }, undefined],
    [{ tabs: "password" }, "password"],
    [{ tabs: " qr , password" }, "qr"],
    [{ tabs: "password,qr", defaultTab: "qr" }, "qr"],
    [{ tabs: "password", defaultTab: "qr" }, "password"],
    [{ defaultTab: "qr" }, "qr"],
    [{ config: { tabs: ["qr"] } }, "qr"],
    [{ config: { tabs: ["password", "qr"], defaultTab: "qr" } }, "qr"],
    [{ tabs: "password,qr", config: { tabs: ["qr"], defaultTab: "qr" } }, "password"],
    [{ config: { tabs: 7 } }, undefined],
    [{ config: {} }, undefined],
  ]) {
    assert.equal(knownTabs(options).first === "qr", first === "qr", JSON.stringify(options));
  }
});
