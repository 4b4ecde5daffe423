// One of the backends of examples/backends, started for a login server.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { CLIENT } from "./issuer.js";

/** How each backend is started, by its name: `BACKENDS`, made by `xtask`. @type {Record<string, string[]>} */
export const BACKENDS = JSON.parse(process.env.BACKENDS ?? "{}");

/** How long a backend waits before it asks for keys again, in seconds. */
export const PAUSE_S = 1;

export class Backend {
  #process;

  /** @param {string} name @param {string} issuer @param {{ id: string, secret: string }} client */
  static async start(name, issuer, client = CLIENT) {
    const [program, ...args] = BACKENDS[name];
    const settings = { ISSUER: issuer, CLIENT_ID: client.id, CLIENT_SECRET: client.secret, KEYS_PAUSE_S: `${PAUSE_S}`, PORT: "0" };
    const backend = new Backend();
    backend.#process = spawn(program, args, { env: { ...process.env, ...settings }, stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: backend.#process.stdout });
    const ended = once(backend.#process, "exit").then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`)));
    // Only the first of both counts.
    ended.catch(() => {});
    const [line] = await Promise.race([once(lines, "line"), ended]);
    backend.url = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    if (!backend.url) throw new Error(`${name} said: ${line}`);
    return backend;
  }

  /** The answer to a token: its status and its body. */
  async ask(path, token) {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(this.url + path, { headers });
    return { status: response.status, body: await response.json(), challenge: response.headers.get("www-authenticate") };
  }

  stop() {
    this.#process.kill("SIGKILL");
  }
}
