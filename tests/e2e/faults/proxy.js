// Stands between the box, the phone and the server, and breaks what the plan says. Its time is the run's: a wait of half
// a minute is over as soon as the run says so.
import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const HTML = "<!doctype html><title>Sign in to the hotel's Wi-Fi</title><h1>Welcome</h1>";
const OF_PHONE = new Set(["scanned", "confirm", "cancel", "outcome"]);
const JSON_TYPE = { "content-type": "application/json" };

const bodyOf = async (message) => {
  const parts = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

export class Proxy {
  #listener;
  #port;
  #waiting = new Set();
  #faults = [];
  #counts = new Map();
  #last = new Map();
  #held = null;
  /** The time on the wall when the clock of the runs would have begun, in ms. */
  #began = 0;
  /** Requests that the server is working on. */
  active = 0;
  now = 0;
  offline = false;
  /** What happened, for whoever looks into a failed run. */
  log = [];

  /** @param {number} port of the server */
  static async start() {
    const proxy = new Proxy();
    proxy.#listener = createServer((request, response) => {
      proxy.#take(request, response).catch(() => response.destroy());
    }).listen(0, "127.0.0.1");
    await once(proxy.#listener, "listening");
    proxy.url = `http://127.0.0.1:${proxy.#listener.address().port}`;
    return proxy;
  }

  /** Passes requests on to the server at this port. */
  serve(port) {
    this.#port = port;
  }

  stop() {
    this.#listener.closeAllConnections();
    this.#listener.close();
  }

  /** Begins a run with these faults. */
  begin(faults) {
    this.#faults = faults;
    this.#began = Date.now() - this.now;
    this.#counts.clear();
    this.#last.clear();
    this.#held = null;
    this.log = [];
    this.offline = false;
    this.kill();
  }

  /** From now on nothing goes wrong. */
  heal() {
    this.#faults = [];
    this.offline = false;
    this.#held?.();
    this.#held = null;
  }

  /** What is under way is never answered, as after a change of the network. */
  kill() {
    for (const wait of this.#waiting) wait.dead = true;
  }

  advance(ms) {
    this.now += ms;
    for (const wait of [...this.#waiting]) {
      if (wait.until > this.now) continue;
      this.#waiting.delete(wait);
      if (!wait.dead) wait.go();
    }
  }

  #until(time) {
    return new Promise((go) => this.#waiting.add({ until: time, go, dead: false }));
  }

  async #forward(request, body) {
    this.active += 1;
    try {
      const { host: _, "content-length": __, ...headers } = request.headers;
      const options = { host: "127.0.0.1", port: this.#port, method: request.method, path: request.url, headers: { ...headers, "content-length": body.length } };
      const sent = ask(options);
      sent.end(body);
      const [reply] = await once(sent, "response");
      return { status: reply.statusCode, headers: reply.headers, body: await bodyOf(reply) };
    } finally {
      this.active -= 1;
    }
  }

  /** Asks the server; a wait for a change is spent here, in the run's time. */
  async #answer(request, body) {
    const asked = parsed(body.toString());
    const wait = asked?.wait ?? 0;
    if (!wait) return this.#forward(request, body);
    const end = this.now + wait * 1_000;
    const short = Buffer.from(JSON.stringify({ ...asked, wait: 0 }));
    for (;;) {
      const reply = await this.#forward(request, short);
      const data = parsed(reply.body.toString())?.data;
      const waits = data && (asked.seq === undefined ? data.status === 2 && data.loggedIn === false : data.seq === asked.seq && data.status >= 0 && data.status < 3);
      if (!waits || this.now >= end) return reply;
      await this.#until(this.now + 1);
    }
  }

  #fault(endpoint) {
    const count = this.#counts.get(endpoint) ?? 0;
    this.#counts.set(endpoint, count + 1);
    return this.#faults.find((fault) => fault.endpoint === endpoint && count >= fault.from && count < fault.from + fault.count);
  }

  async #take(request, response) {
    const body = await bodyOf(request);
    const endpoint = /^\/api\/v2\/qrcode\/(\w+)$/.exec(request.url.split("?")[0])?.[1];
    const send = ({ status, headers, body }) => {
      const { "transfer-encoding": _, connection: __, ...rest } = headers;
      response.writeHead(status, { ...rest, "content-length": body.length }).end(body);
    };
    if (!endpoint) return send(await this.#forward(request, body));
    if (this.offline && !OF_PHONE.has(endpoint)) return response.destroy();
    const fault = this.#fault(endpoint);
    this.log.push(`${this.now} ${endpoint}${fault ? ` ${fault.kind}` : ""}`);
    if (!fault) {
      const reply = await this.#answer(request, body);
      this.log.push(`${this.now} ${endpoint} -> ${reply.status} ${parsed(reply.body.toString())?.data?.status ?? ""}`);
      this.#last.set(endpoint, reply);
      return send(reply);
    }
    await this.#break(fault, { request, response, body, endpoint, send });
  }

  /** A `Retry-After` with the date that `date SECONDS` stands for; others as they are. */
  #date(retryAfter) {
    const [, seconds] = /^date (-?\d+)$/.exec(retryAfter) ?? [];
    return seconds ? new Date(this.#began + this.now + seconds * 1_000).toUTCString() : retryAfter;
  }

  async #break(fault, { request, response, body, endpoint, send }) {
    const text = (status, headers, text) => send({ status, headers, body: Buffer.from(text) });
    const real = async () => this.#answer(request, body);
    switch (fault.kind) {
      case "late":
        await this.#until(this.now + fault.ms);
        return send(await real());
      case "dropped":
        return response.destroy();
      case "lost":
        await real();
        return response.destroy();
      case "reset": {
        await real();
        return request.socket.resetAndDestroy();
      }
      case "half": {
        const reply = await real();
        response.writeHead(reply.status, { ...JSON_TYPE, "content-length": reply.body.length });
        response.write(reply.body.subarray(0, reply.body.length / 2));
        await pause(20);
        return response.destroy();
      }
      case "busy":
        return text(429, fault.retryAfter === undefined ? {} : { "retry-after": this.#date(fault.retryAfter) }, HTML);
      case "status":
        return text(fault.status, { "content-type": "text/html" }, HTML);
      case "html":
        return text(200, { "content-type": "text/html" }, HTML);
      case "types":
        await real();
        return text(200, JSON_TYPE, TYPES[fault.ms % TYPES.length]);
      case "deep":
      case "big": {
        const reply = await real();
        const inner = fault.kind === "deep" ? "[".repeat(20_000) + "]".repeat(20_000) : `"${"x".repeat(1 << 20)}"`;
        return text(reply.status, JSON_TYPE, reply.body.toString().replace(/^\{/, `{"more":${inner},`).replace('"data":{', `"data":{"more":${inner},`));
      }
      case "stale":
        return send(this.#last.get(endpoint) ?? (await real()));
      case "reordered": {
        const reply = await real();
        this.#held?.();
        await new Promise((go) => {
          this.#held = go;
          this.#until(this.now + 2_000).then(go);
        });
        return send(reply);
      }
    }
  }
}

/** Replies that are JSON and not what they should be. */
const TYPES = [
  "null",
  "5",
  "[]",
  '"yes"',
  '{"code":200}',
  '{"code":200,"data":[]}',
  '{"code":200,"data":{"status":"2","ticket":5,"random":{},"expiresIn":"soon"}}',
  '{"code":{},"data":null}',
  '{"code":200,"data":{"status":99,"id":[],"token":{}}}',
];
