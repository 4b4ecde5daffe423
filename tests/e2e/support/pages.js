// The pages that hold the widget: on the server's own origin, or on a site of their own with another origin.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../pages");

/**
 * A page with one login box and nothing else.
 * @param {Record<string, string | boolean>} attributes of the element, over `app-id` and `host`; `false` leaves one out
 * @param {string} dist where the package is
 */
export const html = (attributes = {}, dist = "/dist") => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A shop</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/e2e/host.css">
<script type="module" src="${dist}/guard-widget.js"></script>
</head>
<body><main><h1>A shop</h1>${tag(attributes)}</main></body>
</html>`;

/** @param {Record<string, string | boolean>} attributes */
export const tag = (attributes = {}) => {
  const all = Object.entries({ "app-id": "demo", host: "/", ...attributes }).filter(([, value]) => value !== false);
  const escape = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<guard-widget ${all.map(([name, value]) => (value === true ? name : `${name}="${escape(value)}"`)).join(" ")}></guard-widget>`;
};

/** The style of the pages: as little as keeps the box as wide as it is meant to be. */
const HOST_CSS = `
:root { color-scheme: light dark }
body { margin: 0; background: #f3f5f6; color: #182433; font-family: sans-serif }
@media (prefers-color-scheme: dark) { body { background: #0e1319; color: #eef2f6 } }
main { max-width: 400px; margin: 0 auto; padding: 16px }
`;

/**
 * Puts a page on the origin of the server, beside its own, and opens it.
 * @param {import("@playwright/test").Page} page
 * @param {import("./server.js").Server} server
 * @param {string} body
 * @param {Record<string, string>} headers
 */
export const openBeside = async (page, server, body, headers = {}) => {
  await page.route(`${server.url}/e2e/host.css`, (route) => route.fulfill({ contentType: "text/css", body: HOST_CSS }));
  await page.route(`${server.url}/e2e/page`, (route) => route.fulfill({ contentType: "text/html", body, headers }));
  await page.goto(`${server.url}/e2e/page`);
};

/** A site of another origin: it serves `pages/`, in which `{{server}}` is the login server. */
export class Site {
  #listener;

  /** @param {import("./server.js").Server} server */
  static async start(server) {
    const site = new Site();
    site.#listener = createServer(async (request, response) => {
      const name = new URL(request.url, "http://site").pathname.slice(1);
      const file = /^[\w-]+\.html$/.test(name) && (await readFile(join(FOLDER, name), "utf8").catch(() => null));
      response.writeHead(file ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
      response.end(file ? file.replaceAll("{{server}}", server.url) : "");
    }).listen(0, "127.0.0.1");
    await once(site.#listener, "listening");
    site.url = `http://127.0.0.1:${site.#listener.address().port}`;
    return site;
  }

  async stop() {
    this.#listener.closeAllConnections();
    this.#listener.close();
    await once(this.#listener, "close");
  }
}
