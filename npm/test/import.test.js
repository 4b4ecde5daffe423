// The package can be imported where there is no document.
import assert from "node:assert/strict";
import { test } from "node:test";

test("importing in Node touches no document", async () => {
  const { GuardWidget } = await import("../src/index.js");
  assert.equal(typeof GuardWidget, "function");
  assert.ok(GuardWidget.observedAttributes.includes("app-id"));
  for (const name of ["appId", "qrSize", "messages", "heading", "noAutoRefresh"]) {
    assert.ok(name in GuardWidget.prototype, name);
  }
});
