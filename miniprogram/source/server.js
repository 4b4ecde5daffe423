// The wire to the login server. It turns replies into values that the flow can rely on, and everything else into a failure.

const { meaning } = require("./failure.js");

/**
 * @typedef {import("./failure.js").Failure} Failure
 *
 * @typedef {object} Context who asks, as the server saw it
 * @property {string} appName
 * @property {string} origin empty when the browser told none
 * @property {string} browser
 * @property {string} os
 * @property {string} network
 * @property {number} age s
 * @property {boolean} plain whether the code is of the simple kind
 *
 * @typedef {object} Asked the answer to `open`
 * @property {string} handshake empty while the warning must be read first
 * @property {string[]} choices
 * @property {number} expiresIn s
 * @property {Context} context
 * @property {string} logo
 * @property {{ title: string, url: string }[]} terms
 * @property {{ known: boolean, nickname: string, photo: string, phone: string }} account
 * @property {"have" | "required" | "optional" | "off"} phoneNumber
 *
 * @typedef {{ status: number, loggedIn: boolean | undefined }} Outcome
 * @typedef {{ code: string, scene: string, entry: number, handshake?: string, acknowledged?: boolean }} OpenRequest
 * @typedef {{ handshake: string, agreed: true, number?: string, phoneCode?: string, nickname?: string }} ConfirmRequest
 *
 * @typedef {object} Server
 * @property {(request: OpenRequest) => Promise<Asked>} open
 * @property {(request: ConfirmRequest) => Promise<void>} confirm
 * @property {(handshake: string) => Promise<void>} cancel
 * @property {(handshake: string) => Promise<Outcome>} outcome
 * @property {(handshake: string) => Promise<void>} logOut
 */

/** How long an answer may take, ms. */
const PATIENCE = 15000;
/** How long the server may wait for the computer, s. */
const WAIT = 25;

/** A request that brought nothing. `failure` says why. */
class Refused extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure);
    this.failure = failure;
  }
}

/** @typedef {Record<string, unknown>} Fields */

/** @type {(value: unknown) => Fields} */
const fields = (value) => (typeof value === "object" && value !== null ? /** @type {Fields} */ (value) : {});
/** @type {(value: unknown) => string} */
const text = (value) => (typeof value === "string" ? value : "");
/** @type {(value: unknown) => number} */
const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : 0);
/** @type {(value: unknown) => unknown[]} */
const list = (value) => (Array.isArray(value) ? value : []);

/** @type {(value: unknown) => Asked["phoneNumber"]} */
function phoneNumber(value) {
  return value === "have" || value === "required" || value === "optional" ? value : "off";
}

/** @type {(data: Fields) => Asked} */
function asked(data) {
  const context = fields(data.context);
  const account = fields(data.account);
  const app = fields(data.app);
  const handshake = text(data.handshake);
  if (!text(context.appName) || (!handshake && data.warning !== "forwarded")) throw new Refused("away");
  return {
    handshake,
    choices: list(data.choices).map(text),
    expiresIn: number(data.expiresIn),
    context: {
      appName: text(context.appName),
      origin: text(context.origin),
      browser: text(context.browser),
      os: text(context.os),
      network: text(context.network),
      age: number(context.age),
      plain: context.plain === true,
    },
    logo: text(app.logo),
    terms: list(app.terms).map((term) => ({ title: text(fields(term).title), url: text(fields(term).url) })),
    account: {
      known: account.known === true,
      nickname: text(account.nickname),
      photo: text(account.photo),
      phone: text(account.phone),
    },
    phoneNumber: phoneNumber(data.phoneNumber),
  };
}

/** @type {(data: Fields) => Outcome} */
function outcome(data) {
  if (typeof data.status !== "number") throw new Refused("away");
  return { status: data.status, loggedIn: typeof data.loggedIn === "boolean" ? data.loggedIn : undefined };
}

/**
 * The data of a reply. A gateway's own answer is none of the server's: it tells nothing of what happened behind it.
 * @type {(status: number, body: unknown) => Fields}
 */
function dataOf(status, body) {
  const envelope = fields(body);
  const code = envelope.code ?? envelope.apiCode ?? envelope.statusCode;
  if (typeof code !== "number") throw new Refused(status === 429 ? "tooOften" : "away");
  if (code !== 200) throw new Refused(meaning(status, code));
  return fields(envelope.data);
}

/**
 * The server at `base`, reached by `wx.request`.
 * @param {Pick<WechatMiniprogram.Wx, "request">} wx
 * @param {string} base URL without a slash at its end
 * @param {string} language of the messages
 * @returns {Server}
 */
function createServer(wx, base, language) {
  /** @type {(path: string, body: object, wait?: number) => Promise<Fields>} */
  const post = (path, body, wait = 0) =>
    new Promise((resolve, reject) => {
      wx.request({
        url: base + path,
        method: "POST",
        data: body,
        dataType: "json",
        timeout: PATIENCE + wait * 1000,
        header: { "content-type": "application/json", "x-authing-lang": language },
        success: ({ statusCode, data }) => {
          try {
            resolve(dataOf(statusCode, data));
          } catch (refused) {
            reject(refused);
          }
        },
        fail: () => reject(new Refused("offline")),
      });
    });

  return {
    open: async (request) => asked(await post("/api/v2/mini-program/open", request)),
    confirm: async (request) => void (await post("/api/v2/mini-program/confirm", request)),
    cancel: async (handshake) => void (await post("/api/v2/mini-program/cancel", { handshake })),
    outcome: async (handshake) => outcome(await post("/api/v2/qrcode/outcome", { handshake, wait: WAIT }, WAIT)),
    logOut: async (handshake) => void (await post("/api/v2/mini-program/log-out", { handshake })),
  };
}

module.exports = { createServer, Refused };
