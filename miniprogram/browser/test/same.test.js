// The drawn phone shows and does what WeChat's own component system shows and does with the same source.

import { test } from "node:test";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { Drawn } from "./drawn.js";

const require = createRequire(import.meta.url);
const { FakePhone } = require("../../../tests/fake-phone/phone.js");
const { startStub, opened, CONTEXT } = require("../../../tests/fake-phone/stub-server.js");
const { CODES } = require("../../source/failure.js");

const SCENE = "Yk1dQ0n3Zc6Rw2tP8sVb5A";
const TERMS = {
  terms: [
    { title: "Terms of service", url: "https://t.example/1" },
    { title: "Privacy", url: "https://t.example/2" },
  ],
};
const KNOWN = { known: true, nickname: "林小满", phone: "138****8000", photo: "https://t.example/p.png" };
const warning = { warning: "forwarded", random: SCENE, context: CONTEXT };

/** What each story lets the server answer, and what the person does; `see` waits for a text. */
const STORIES = {
  "opened by its name": [{}, ["open", ""], ["see", "Scan code"]],
  "everything asked at once, and the phone number refused, then shared": [
    {
      open: () => ({
        data: opened({
          app: { ...TERMS, logo: "https://t.example/l.png" },
          phoneNumber: "required",
          context: { ...CONTEXT, plain: true },
        }),
      }),
    },
    ["open", SCENE],
    ["see", "Which number"],
    ["tap", "Confirm"],
    ["see", "First choose"],
    ["tap", "42"],
    ["tap", "I agree to the terms"],
    ["type", "Nickname (optional)", "Mei"],
    ["refusePhone"],
    ["see", "Share it, or decline"],
    ["sharePhone"],
    ["see", "Logged in"],
    ["tap", "Log out this computer"],
    ["see", "Logged out"],
  ],
  "a known person": [
    { open: () => ({ data: opened({ choices: [], account: KNOWN, phoneNumber: "have" }) }) },
    ["open", SCENE],
    ["see", "林小满"],
    ["tap", "Decline"],
    ["see", "Declined"],
  ],
  "a number that is optional": [
    { open: () => ({ data: opened({ choices: [], phoneNumber: "optional" }) }) },
    ["open", SCENE],
    ["see", "without phone number"],
    ["tap", "Confirm without phone number"],
    ["see", "Logged in"],
  ],
  "a forwarded picture": [
    { open: ({ acknowledged }) => ({ data: acknowledged ? opened() : warning }) },
    ["open", SCENE, { entry: 1049 }],
    ["see", "Did someone send"],
    ["tap", "I opened this page myself"],
    ["see", "Which number"],
  ],
};

for (const [name, code] of Object.entries(CODES)) {
  STORIES[`refused as ${name}`] = [{ open: () => ({ status: 403, code }) }, ["open", SCENE], ["see", "Close"]];
}

async function live(phone, [, ...steps]) {
  const shown = [];
  for (const [name, ...args] of steps) {
    await (name === "see" ? phone.until(...args) : phone[name](...args));
    if (name === "see") shown.push({ page: await phone.page(), text: await phone.text(), roles: await phone.roles() });
  }
  return shown;
}

for (const [name, story] of Object.entries(STORIES)) {
  test(name, async () => {
    const lived = [];
    for (const Phone of [FakePhone, Drawn]) {
      const stub = await startStub(story[0]);
      const phone = new Phone({ server: stub.url, loginCode: () => "login-1", phoneCode: () => "phone-1" });
      try {
        lived.push({
          shown: await live(phone, story),
          sent: stub.asked.map(({ name, body }) => ({ name, body })),
          wrong: stub.wrong,
        });
      } finally {
        await phone.close();
        await stub.stop();
      }
    }
    const [simulated, drawn] = lived;
    assert.deepEqual(drawn, simulated);
    assert.ok(drawn.shown.length > 0 && drawn.wrong.length === 0, JSON.stringify(drawn.wrong));
  });
}
