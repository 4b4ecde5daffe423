// A stand-in for the login server's OpenID Connect side, for answers that the real one never gives. Its page is two
// buttons.
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

const base64url = (text) => Buffer.from(text).toString("base64url");

/** A token with these claims, whose signature nobody checks. */
export const token = (claims) => [JSON.stringify({ alg: "ES256" }), JSON.stringify(claims), "signature"].map(base64url).join(".");

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "\\u003c");

const html = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Login</title>${body}`;

/** What a popup does with its answer: it tells the page that has opened it, or goes back where no such page can be reached. */
const message = (answer, origin, back) =>
  html(`<script>
    if (opener) opener.postMessage({ type: "authorization_response", response: ${JSON.stringify(answer).replaceAll("<", "\\u003c")} }, ${JSON.stringify(origin)});
    else location.replace(${JSON.stringify(back).replaceAll("<", "\\u003c")});
  </script>`);

export class Provider {
  #listener;
  #codes = new Map();
  /** Requests of `/oidc/token` and `/oidc/session/end`, as their fields. @type {Record<string, string>[]} */
  tokenRequests = [];
  logouts = [];
  /** What is different from what is right in the next answers. */
  answer = {};
  claims = {};
  tokens = {};
  /** Redirect URIs of its applications. @type {string[]} */
  redirectUris = [];

  static async start() {
    const provider = new Provider();
    provider.#listener = createServer((request, response) => provider.#serve(request, response)).listen(0, "127.0.0.1");
    await once(provider.#listener, "listening");
    provider.url = `http://127.0.0.1:${provider.#listener.address().port}`;
    return provider;
  }

  /** @returns {Promise<void>} */
  async stop() {
    this.#listener.closeAllConnections();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  /** A code for a request of `/oidc/auth`. @param {URLSearchParams} asked */
  code(asked) {
    const code = randomBytes(16).toString("hex");
    this.#codes.set(code, Object.fromEntries(asked));
    return code;
  }

  async #serve(request, response) {
    const url = new URL(request.url, this.url);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = Object.fromEntries(new URLSearchParams(String(Buffer.concat(chunks))));
    response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
    response.setHeader("access-control-allow-credentials", "true");
    const send = (status, type, body, headers = {}) => response.writeHead(status, { "content-type": type, ...headers }).end(body);
    const page = (body) => send(200, "text/html; charset=utf-8", body);
    const json = (status, body) => send(status, "application/json", JSON.stringify(body));
    switch (url.pathname) {
      case "/oidc/auth":
        return this.#authorize(url.searchParams, page, (to) => send(303, "text/plain", "", { location: to }));
      case "/oidc/token":
        this.tokenRequests.push({ ...form, "content-type": request.headers["content-type"], cookie: request.headers.cookie });
        return this.#token(form, json);
      case "/oidc/session/end":
        this.logouts.push({ ...Object.fromEntries(url.searchParams), ...form, method: request.method, query: url.search });
        return send(303, "text/plain", "", { location: { ...Object.fromEntries(url.searchParams), ...form }.post_logout_redirect_uri ?? "/" });
      case "/api/v2/applications/shop/public-config":
        return json(200, { code: 200, data: { id: "shop", name: "A shop", redirectUris: this.redirectUris } });
      case "/login":
        return page(html("<h1>Login</h1>"));
      default:
        return send(404, "text/plain", "not found");
    }
  }

  #authorize(asked, page, redirect) {
    const did = asked.get("did");
    if (!did && asked.get("prompt") !== "none") {
      const again = (did) => escape(`/oidc/auth?${asked}&did=${did}`);
      return page(html(`<h1>Log in to ${escape(asked.get("client_id"))}</h1><a href="${again("yes")}">Log in</a> <a href="${again("no")}">Cancel</a>`));
    }
    const outcome = did === "yes" ? { code: this.code(asked) } : { error: did ? "access_denied" : "login_required" };
    const answer = { ...outcome, state: asked.get("state"), iss: `${this.url}/oidc`, ...this.answer };
    const back = new URL(asked.get("redirect_uri"));
    for (const [name, value] of Object.entries(answer)) back.searchParams.set(name, value);
    if (asked.get("response_mode") === "web_message") return page(message(answer, back.origin, back.href));
    return redirect(back.href);
  }

  #token({ grant_type, client_id, redirect_uri, code, code_verifier }, json) {
    const asked = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash("sha256").update(code_verifier ?? "").digest("base64url");
    const right = grant_type === "authorization_code" && asked?.client_id === client_id && asked.redirect_uri === redirect_uri;
    if (!right || asked.code_challenge !== challenge || asked.code_challenge_method !== "S256") return json(400, { error: "invalid_grant" });
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: `${this.url}/oidc`, aud: client_id, sub: "u1", nonce: asked.nonce, iat: now, exp: now + 3600, nickname: "林晓", ...this.claims };
    const refresh = asked.scope.split(" ").includes("offline_access") ? { refresh_token: "refresh" } : {};
    return json(200, { access_token: "access", token_type: "Bearer", expires_in: 3600, id_token: token(claims), ...refresh, ...this.tokens });
  }
}
