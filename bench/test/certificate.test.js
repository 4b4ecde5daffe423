import assert from "node:assert/strict";
import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { der, selfSigned } from "../certificate.js";

test("the certificate is one for 127.0.0.1, signed by its own key and good now", () => {
  const { key, cert, spki } = selfSigned();
  const read = new X509Certificate(cert);
  assert.equal(read.checkIP("127.0.0.1"), "127.0.0.1");
  assert.ok(read.checkPrivateKey(createPrivateKey(key)));
  assert.ok(read.verify(read.publicKey));
  assert.ok(new Date(read.validFrom) < new Date() && new Date() < new Date(read.validTo));
  const info = read.publicKey.export({ type: "spki", format: "der" });
  assert.equal(spki, createHash("sha256").update(info).digest("base64"));
});

test("lengths are written short below 128, and with their count of digits from there", () => {
  assert.deepEqual([...der(4, Buffer.alloc(127)).subarray(0, 2)], [4, 127]);
  assert.deepEqual([...der(4, Buffer.alloc(128)).subarray(0, 3)], [4, 0x81, 128]);
  assert.deepEqual([...der(4, Buffer.alloc(300)).subarray(0, 4)], [4, 0x82, 1, 44]);
});
