// A certificate for 127.0.0.1, signed by its own key and good for a day. Node makes keys but no certificates, so its
// few fields are written down here as DER (X.509, RFC 5280).
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const EXPLICIT_0 = 0xa0;
const EXPLICIT_3 = 0xa3;
const IP_ADDRESS = 0x87;

const ECDSA_WITH_SHA256 = Buffer.from("06082a8648ce3d040302", "hex");
const COMMON_NAME = Buffer.from("0603550403", "hex");
const SUBJECT_ALT_NAME = Buffer.from("0603551d11", "hex");

const DAY = 24 * 60 * 60 * 1000;

/** One value of DER: tag, length, content. */
export function der(tag, ...parts) {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const digits = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, content]);
}

const time = (at) => der(UTC_TIME, `${at.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`);

/**
 * A key, its certificate, and the hash by which Chromium is told to trust it.
 * @returns {{ key: string, cert: string, spki: string }}
 */
export function selfSigned(now = new Date()) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const info = publicKey.export({ type: "spki", format: "der" });
  const algorithm = der(SEQUENCE, ECDSA_WITH_SHA256);
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, "127.0.0.1"))));
  const validity = der(SEQUENCE, time(new Date(now - DAY)), time(new Date(now.getTime() + DAY)));
  // The top bit is cleared: a serial number is positive.
  const serial = randomBytes(8);
  serial[0] = (serial[0] & 0x7f) | 0x01;
  const hosts = der(SEQUENCE, SUBJECT_ALT_NAME, der(OCTET_STRING, der(SEQUENCE, der(IP_ADDRESS, [127, 0, 0, 1]))));
  const body = der(
    SEQUENCE,
    der(EXPLICIT_0, der(INTEGER, [2])),
    der(INTEGER, serial),
    algorithm,
    name,
    validity,
    name,
    info,
    der(EXPLICIT_3, der(SEQUENCE, hosts)),
  );
  const signature = der(BIT_STRING, [0], sign("sha256", body, privateKey));
  const text = der(SEQUENCE, body, algorithm, signature).toString("base64").replace(/.{1,64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: `-----BEGIN CERTIFICATE-----\n${text}-----END CERTIFICATE-----\n`,
    spki: createHash("sha256").update(info).digest("base64"),
  };
}
