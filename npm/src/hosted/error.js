// The error that the calls of `guard-widget/hosted` are rejected with.

/** What to do about each code; those of OAuth 2.0 and OpenID Connect are passed on as they are. */
const ADVICE = {
  access_denied: "the login was cancelled; offer it again",
  bad_answer: "the login server's answer cannot be read; is `host` the login server?",
  expired: "the login took too long, or was used already; start it again",
  insecure: "the browser has no cryptography here; serve the page over https",
  login_required: "nobody is logged in at the login server; start a login without `prompt: \"none\"`",
  network: "the login server cannot be reached; try again, and allow this page's origin at the application",
  popup_blocked: "the browser blocked the popup; call loginWithPopup in the click itself, or use loginWithRedirect",
  popup_closed: "the popup was closed before the login was done; offer it again",
  storage_blocked: "the browser keeps nothing for this page; allow its data, or use loginWithPopup",
  wrong_host: "`host` must be the https: address of the login server; http: is for this machine only",
  wrong_issuer: "the answer is another login server's; `host` must be the server's own `public_url`",
  wrong_origin: "the popup answered from another origin; `host` must be the server's own `public_url`",
  wrong_state: "no login was started here that this answers; start it again, in the same tab",
  wrong_token: "the ID token is not for this login; start it again, and check `appId` and this device's clock",
};

export class HostedError extends Error {
  name = "HostedError";

  /**
   * @param {string} code
   * @param {{ description?: string | null, cause?: unknown }} [more] what the server says about it
   */
  constructor(code, { description, cause } = {}) {
    super([ADVICE[code] ?? "the login server refused the login", description].filter(Boolean).join(": "), { cause });
    this.code = code;
  }
}
