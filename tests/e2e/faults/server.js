// A real server whose clock the runs move: `clock-server`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { distDir } from "../support/paths.js";
import { freePort } from "../support/ports.js";
import { LIMITS } from "../support/server.js";

const PROGRAM = process.env.CLOCK_SERVER || resolve(import.meta.dirname, "../../../target/debug/clock-server");

export class Server {
  #process;

  /** @param {string} publicUrl where the box and the phone find it */
  static async start(publicUrl) {
    const server = new Server();
    server.port = await freePort();
    const env = {
      ...process.env,
      ...LIMITS,
      GUARD_DEMO: "true",
      GUARD_DATABASE: ":memory:",
      GUARD_LISTEN: `127.0.0.1:${server.port}`,
      GUARD_PUBLIC_URL: publicUrl,
      GUARD_DIST_DIR: distDir(),
    };
    server.#process = spawn(PROGRAM, { env, stdio: ["pipe", "ignore", "inherit"] });
    const end = Date.now() + 15_000;
    while (!(await fetch(`http://127.0.0.1:${server.port}/healthz`).then((reply) => reply.ok, () => false))) {
      if (server.#process.exitCode !== null || Date.now() > end) throw new Error("the server did not start");
      await pause(30);
    }
    return server;
  }

  advance(ms) {
    this.#process.stdin.write(`${ms}\n`);
  }

  async stop() {
    const ended = once(this.#process, "exit");
    this.#process.stdin.end();
    await ended;
  }
}
