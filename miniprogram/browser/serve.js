// Serves the drawn phone:
//   node serve.js --port 0 --server http://127.0.0.1:8080 --wechat http://127.0.0.1:8081 --openid oLin
// Requests of the mini program go on to the server as WeChat sends them, without origin and cookies. WeChat's codes are
// the fake WeChat's, and `openid` is the person there who holds the phone.

import { readFileSync, realpathSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { programScript } from "./build.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};
/** It takes what the page round it says for what its camera sees, so only pages of this machine may be round it. */
const POLICY =
  "default-src 'self'; img-src 'self' data: https: http:; style-src 'self'; base-uri 'none'; frame-ancestors http://127.0.0.1:* http://localhost:*";
const FILES = [
  "index.html",
  "frame.css",
  "main.js",
  "program.js",
  "draw.js",
  "wxml.js",
  "wxss.js",
  "wx.js",
  "words.js",
  "camera.js",
];

/** The text of a file of the page; `undefined` when there is none. */
function file(name) {
  if (name === "program-source.js") return programScript();
  // Made for CommonJS: its `module.exports` becomes the default.
  if (name === "jsqr.js")
    return `const module = { exports: {} }, exports = module.exports;\n${readFileSync(createRequire(import.meta.url).resolve("jsqr"), "utf8")}\nexport default module.exports.default ?? module.exports;\n`;
  return FILES.includes(name) ? readFileSync(path.join(here, name), "utf8") : undefined;
}

/** Sends a request on to `url`, with `body` in the place of its own if there is one, and its answer back. */
async function forward(url, request, response, body) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const headers = {
    "content-type": request.headers["content-type"] ?? "application/json",
    "x-authing-lang": request.headers["x-authing-lang"] ?? "",
  };
  const left = new AbortController();
  response.on("close", () => left.abort());
  const answer = await fetch(url, {
    method: "POST",
    headers,
    body: body ?? Buffer.concat(pieces),
    signal: left.signal,
  });
  response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/** Starts it; answers its URL and what stops it. */
export async function serve({ port = 0, server, wechat, openid }) {
  const codes = {
    "/wechat/login-code": `${wechat}/control/login-code`,
    "/wechat/phone-code": `${wechat}/control/phone-code`,
  };
  const listener = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://phone");
    try {
      if (request.method === "POST" && codes[pathname])
        return await forward(codes[pathname], request, response, JSON.stringify({ openid }));
      if (request.method === "POST" && pathname.startsWith("/api/v2/"))
        return await forward(server + pathname, request, response);
      const name = pathname === "/" ? "index.html" : pathname.slice(1);
      const text = request.method === "GET" ? file(name) : undefined;
      const headers = {
        "content-type": TYPES[path.extname(name)] ?? "text/plain",
        "cache-control": "no-store",
        "content-security-policy": POLICY,
      };
      response.writeHead(text === undefined ? 404 : 200, headers).end(text);
    } catch {
      // As a gateway does when nobody is behind it.
      if (!response.headersSent) response.writeHead(502);
      response.end();
    }
  });
  await new Promise((ready) => listener.listen(port, "127.0.0.1", ready));
  const stop = () => {
    listener.closeAllConnections();
    return new Promise((done) => listener.close(done));
  };
  return { url: `http://127.0.0.1:${listener.address().port}`, stop };
}

// Run as a program, also by a link to it.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      server: { type: "string" },
      wechat: { type: "string" },
      openid: { type: "string" },
    },
  });
  for (const name of ["server", "wechat", "openid"]) {
    if (!values[name]) {
      console.error(`--${name} is missing`);
      process.exit(2);
    }
  }
  const { url } = await serve({ ...values, port: Number(values.port) });
  console.log(`phone: ${url}`);
}
