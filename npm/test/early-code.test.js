// The first code, which the script draws while the module is on its way.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sideOf } from "../src/early/draw.js";
import { matrix, path } from "../src/early/matrix.js";
import { codesOf, wantedOf } from "../src/early/wanted.js";

/** What core/src/qr/drawing.rs lists: the hash of each drawing. */
const LISTED = readFileSync(new URL("../../core/src/qr/drawings.txt", import.meta.url), "utf8").trim().split("\n");

/** FNV-1a of 32 bits. */
const hash = (text) => {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
};

test("a text of each length is drawn as the module draws it", () => {
  const chars = [..."https://login.example.com/m/aZ09-_?茶"];
  for (let length = 1; length <= LISTED.length; length++) {
    const text = Array.from({ length }, (_, at) => chars[at % chars.length]).join("");
    const rows = matrix(text);
    assert.equal(rows ? hash(path(rows)) : "too long", LISTED[length - 1], `${length} characters`);
  }
});

const METHOD = "wechat-miniprogram-qrcode";
const SHOP = "https://shop.example";
const OWN = "https://login.example";

/** The answer with these settings of the application. */
const reply = (settings = {}, envelope = {}) => ({
  status: 200,
  body: JSON.stringify({
    code: 200,
    data: {
      userPoolId: "pool",
      allowedOrigins: [],
      loginTabs: { list: ["password", METHOD] },
      qrcodeTabsSettings: { [METHOD]: [{ id: "first" }, { id: "chosen", isDefault: true }] },
      qrcode: { verifier: true },
      ...settings,
    },
    ...envelope,
  }),
});

const wanted = (answer) => wantedOf(answer, SHOP, OWN);

test("the codes are where the configuration is, whatever the server's own path has in it", () => {
  assert.equal(codesOf(`${OWN}/api/v2/applications/demo/public-config`), `${OWN}/api/v2/qrcode/`);
  assert.equal(codesOf(`${OWN}/applications/login/api/v2/applications/a-1/public-config`), `${OWN}/applications/login/api/v2/qrcode/`);
});

test("a code is asked for with the application's connection", () => {
  assert.deepEqual(wanted(reply()), { userPoolId: "pool", extIdpConnId: "chosen" });
  assert.equal(wanted(reply({ qrcodeTabsSettings: { [METHOD]: [{ id: "first" }, { id: "second" }] } })).extIdpConnId, "first");
  assert.deepEqual(wanted(reply({ qrcodeTabsSettings: {} })), { userPoolId: "pool", extIdpConnId: undefined });
  assert.ok(wanted(reply({ loginTabs: { list: [] } })), "without a list, a connection is enough");
});

test("none is asked for of a server without the extension, for an application without codes, or by a page without leave", () => {
  for (const answer of [
    reply({ qrcode: undefined }),
    reply({ qrcode: null }),
    reply({ qrcode: { verifier: false } }),
    reply({ loginTabs: { list: ["password"] } }),
    reply({ loginTabs: { list: [] }, qrcodeTabsSettings: {} }),
    reply({ loginTabs: undefined, qrcodeTabsSettings: undefined }),
    reply({ allowedOrigins: ["https://other.example"] }),
    reply({}, { code: 499 }),
    { ...reply(), status: 503 },
  ]) {
    assert.equal(wanted(answer), undefined);
  }
});

test("pages of the list, and those of the login server itself, have leave; patterns are the module's to read", () => {
  const listed = reply({ allowedOrigins: ["https://other.example", SHOP] });
  assert.ok(wanted(listed));
  assert.ok(wantedOf(reply({ allowedOrigins: [SHOP] }), OWN, OWN));
  assert.equal(wanted(reply({ allowedOrigins: ["https://*.example"] })), undefined);
});

test("of what is no configuration comes no code", () => {
  for (const body of ["", "<html>", "[]", "null", "{}", '{"code":200}', '{"code":200,"data":null}', '{"code":200,"data":{"qrcode":{"verifier":true},"allowedOrigins":null}}']) {
    let asked;
    try {
      asked = wanted({ status: 200, body });
    } catch {
      // Whoever asks takes an error for a no.
    }
    assert.equal(asked, undefined, body);
  }
});

test("modules are whole device pixels, in the room that there is", () => {
  for (const modules of [29, 49, 53, 105]) {
    for (const room of [120, 180, 245, 320]) {
      for (const ratio of [1, 1.25, 1.5, 2, 3]) {
        const side = sideOf(modules, room, ratio);
        const pixels = (side * ratio) / modules;
        assert.ok(Math.abs(pixels - Math.round(pixels)) < 1e-9 && pixels >= 1, `${modules} modules in ${room} px at ${ratio}`);
        assert.ok(side <= room + 0.01);
      }
    }
  }
  assert.equal(sideOf(49, (205 * 49) / 41, 1), 245);
});
