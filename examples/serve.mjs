// A web server for an example: the files of one folder, and everything else from the login server, so that `host="/"`
// is right. Nothing to install: `node examples/serve.mjs FOLDER`, while `cargo xtask demo` runs.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request as ask } from "node:http";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What the login server answers: its API, the package, the phone's page, the hosted page, pictures of the demo. */
const FORWARDED = /^\/(api|dist|m|phone|login|demo)(\/|$)/;

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * What a careful site sends along: no inline script, no inline style, nothing from anywhere else but pictures.
 * @param {string} server
 */
const headers = (server) => ({
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; " +
    `img-src 'self' data: https: ${server}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  "cache-control": "no-cache",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

/**
 * Starts a web server of 127.0.0.1.
 * @param {string} folder whose files it serves
 * @param {string} server address of the login server
 * @param {number} port 0 is any free one
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export const serve = async (folder, server, port = 0) => {
  const listener = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (FORWARDED.test(pathname)) forward(server, request, response);
    else send(folder, pathname, headers(server), response);
  });
  await once(listener.listen(port, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${listener.address().port}`,
    async stop() {
      listener.closeAllConnections();
      listener.close();
      await once(listener, "close");
    },
  };
};

const send = async (folder, pathname, headers, response) => {
  const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  // URLs have their `..` resolved already, and nothing else leads out of the folder; `%2e` and the like find no file.
  const content = await readFile(join(folder, path)).catch(() => undefined);
  response.writeHead(content ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "text/plain", ...headers });
  response.end(content ?? "not found");
};

const forward = (server, request, response) => {
  const { method, headers } = request;
  const onward = ask(new URL(request.url, server), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  // A page that gives up a long poll gives it up at the login server, too.
  response.on("close", () => onward.destroy());
  request.pipe(onward);
};

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, server = "http://127.0.0.1:8080", port = "8000"] = process.argv.slice(2);
  if (!folder) throw new Error("usage: node examples/serve.mjs FOLDER [LOGIN-SERVER [PORT]]");
  console.log((await serve(folder, server, Number(port))).url);
}
