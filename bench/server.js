// The one server that all contestants are served by: HTTP/2, brotli 11, everything compressed before the first request.
// It is a thread of its own, so that measuring does not hold up its answers.
import { constants, brotliCompressSync } from "node:zlib";
import { createSecureServer } from "node:http2";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { selfSigned } from "./certificate.js";
import { CONTESTANTS, SHARED } from "./contestants/index.js";

/**
 * An answer: `type` and `body`, or none at all (`hang`: a long poll in which nothing happens).
 * @typedef {{ type?: string, body?: string | Uint8Array, status?: number, hang?: boolean }} Answer
 */

/**
 * Starts the server.
 * @returns {Promise<{ origin: string, spki: string, unfit: Record<string, string>, close: () => Promise<number> }>}
 * `unfit` says which contestants could not be made ready, and why.
 */
export async function serve() {
  const worker = new Worker(new URL(import.meta.url));
  const ready = await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  return { ...ready, close: () => worker.terminate() };
}

/** An answer as it is sent; what does not get smaller is sent as it is. */
function packed({ type, body = "", status = 200, hang = false }) {
  if (hang) return { hang };
  const plain = Buffer.from(body);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  const small = /^image\/png/.test(type ?? "") ? plain : brotliCompressSync(plain, { params });
  const headers = { ":status": status, "cache-control": "public, max-age=31536000" };
  if (type) headers["content-type"] = type;
  if (small.length < plain.length) headers["content-encoding"] = "br";
  return { headers, body: small.length < plain.length ? small : plain };
}

async function start() {
  const { key, cert, spki } = selfSigned();
  /** @type {Map<string, ReturnType<typeof packed>>} */
  const answers = new Map([["GET /favicon.ico", packed({ status: 204 })]]);
  const server = createSecureServer({ key, cert });
  server.on("stream", (stream, { ":method": method, ":path": path }) => {
    // A page that goes away takes its streams along.
    stream.on("error", () => {});
    const answer = answers.get(`${method} ${path.split("?")[0]}`);
    if (answer?.hang) return;
    stream.respond(answer?.headers ?? { ":status": 404 });
    stream.end(answer?.body);
  });
  server.on("sessionError", () => {});
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `https://127.0.0.1:${server.address().port}`;
  const add = (more) => {
    for (const [request, answer] of Object.entries(more)) {
      if (answers.has(request)) throw new Error(`two contestants answer ${request}`);
      answers.set(request, packed(answer));
    }
  };
  for (const shared of SHARED) add(shared(origin));
  const unfit = {};
  for (const contestant of CONTESTANTS) {
    try {
      add(await contestant.answers(origin));
      const page = { type: "text/html; charset=utf-8", body: contestant.page(origin) };
      answers.set(`GET /${contestant.name}`, packed(page));
    } catch (error) {
      unfit[contestant.name] = `could not be made ready: ${error.message}`;
    }
  }
  parentPort.postMessage({ origin, spki, unfit });
}

if (!isMainThread) await start();
