// What a refusal of the server means to the phone.

/**
 * @typedef {"offline" | "away" | "busy" | "tooOften" | "unknown" | "taken" | "gone" | "wrongNumber" | "forwarded"
 *   | "codeRefused" | "phoneCodeRefused" | "risky" | "phoneRequired" | "conflict" | "loginOnly" | "notAgreed"
 *   | "other"} Failure
 */

/** The server's codes that the phone acts on, by the names of `protocol/src/codes.rs`. A test compares them. */
const CODES = {
  Busy: 1000,
  TooFrequent: 1002,
  NoSuchQrCode: 2241,
  QrCodeTaken: 4109,
  QrCodeGone: 4110,
  NumberWrong: 4111,
  Forwarded: 4112,
  WechatCodeRefused: 4113,
  RiskyUser: 4114,
  PhoneRequired: 4115,
  PhoneCodeRefused: 4116,
  AccountConflict: 4117,
  LoginOnly: 4118,
  NotAgreed: 4119,
};

/** @type {Record<keyof typeof CODES, Failure>} */
const MEANING = {
  Busy: "busy",
  TooFrequent: "tooOften",
  NoSuchQrCode: "unknown",
  QrCodeTaken: "taken",
  QrCodeGone: "gone",
  NumberWrong: "wrongNumber",
  Forwarded: "forwarded",
  WechatCodeRefused: "codeRefused",
  RiskyUser: "risky",
  PhoneRequired: "phoneRequired",
  PhoneCodeRefused: "phoneCodeRefused",
  AccountConflict: "conflict",
  LoginOnly: "loginOnly",
  NotAgreed: "notAgreed",
};

/** @type {Record<number, Failure>} */
const BY_STATUS = { 404: "unknown", 409: "taken", 410: "gone", 429: "tooOften", 503: "busy" };

/** @type {Map<number, Failure>} */
const BY_CODE = new Map();
for (const name of /** @type {(keyof typeof CODES)[]} */ (Object.keys(CODES))) BY_CODE.set(CODES[name], MEANING[name]);

/**
 * The meaning of a refusal with this HTTP status and this code of the envelope.
 * @type {(status: number, code: number) => Failure}
 */
function meaning(status, code) {
  return BY_CODE.get(code) || BY_STATUS[status] || (status >= 500 ? "away" : "other");
}

module.exports = { CODES, meaning };
