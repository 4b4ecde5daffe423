// A site on an origin of its own, with the package beside its page.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { distDir } from "./paths.js";

const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

export class Shop {
  #listener;
  /** What is at `/`, and the headers that it comes with. */
  page = "";
  headers = {};
  /** The files beside it, by their paths. @type {Record<string, string | Buffer>} */
  files = {};
  /** What was asked for, as method, path and query. @type {string[]} */
  requests = [];

  static async start() {
    const shop = new Shop();
    shop.#listener = createServer((request, response) => shop.#serve(request, response)).listen(0, "127.0.0.1");
    await once(shop.#listener, "listening");
    shop.url = `http://127.0.0.1:${shop.#listener.address().port}`;
    return shop;
  }

  async stop() {
    this.#listener.closeAllConnections();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  async #serve(request, response) {
    this.requests.push(`${request.method} ${request.url}`);
    const { pathname } = new URL(request.url, this.url);
    const body = await this.#content(pathname).catch(() => undefined);
    const type = TYPES[extname(pathname) || ".html"] ?? "text/plain";
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type, ...this.headers }).end(body);
  }

  async #content(pathname) {
    if (pathname === "/") return this.page;
    if (!pathname.startsWith("/guard-widget/")) return this.files[pathname];
    return readFile(join(distDir(), pathname.slice("/guard-widget/".length)));
  }
}

/**
 * A page that logs in in both ways, and writes down what comes of it as `globalThis.outcome`.
 * @param {object} site
 * @param {object} options
 */
export const pageOf = (site, options = {}) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>
<link rel="icon" href="data:,">
<button id="redirect">Redirect</button> <button id="popup">Popup</button> <button id="logout">Log out</button>
<script type="module">
  import * as hosted from "/guard-widget/hosted.js";
  const site = ${JSON.stringify(site)};
  const options = ${JSON.stringify(options)};
  const tell = (login) => {
    if (!login) return;
    globalThis.outcome = { login };
    hosted.watchLogin(site, login, () => (globalThis.ended = (globalThis.ended ?? 0) + 1));
  };
  const fail = ({ name, code, message }) => (globalThis.outcome = { error: { name, code, message } });
  document.querySelector("#redirect").onclick = () => hosted.loginWithRedirect(site, options).catch(fail);
  document.querySelector("#popup").onclick = () => hosted.loginWithPopup(site, options).then(tell, fail);
  document.querySelector("#logout").onclick = () =>
    hosted.logout(site, { idToken: globalThis.outcome?.login?.idToken, postLogoutRedirectUri: site.redirectUri });
  globalThis.twice = () => Promise.all([hosted.handleRedirect(site), hosted.handleRedirect(site)]);
  const handled = hosted.handleRedirect(site);
  globalThis.addressAtOnce = location.href;
  handled.then((login) => {
    tell(login);
    globalThis.isIdle = true;
  }, fail);
</script></html>`;
