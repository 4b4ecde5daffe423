// Starts the real guard-server on a free port with a database of its own, and stops it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { distDir, pageDir, serverProgram } from "./paths.js";
import { freePort } from "./ports.js";

/** Limits out of the way of tests that all come from one address. */
export const LIMITS = Object.fromEntries(
  ["CODES", "LOGINS", "SCANS", "CONFIRMS", "REDEEMS", "TOKENS", "AUTHORIZATIONS"].map((what) => [`GUARD_LIMITS_${what}_PER_MINUTE`, "1000000"]),
);

/** The settings of every server here; a test's own win. Wrong passwords of one test must not lock out another. */
const SETTINGS = { GUARD_DEMO: "true", GUARD_LOG: "text", GUARD_PASSWORD_ATTEMPTS: "50", ...LIMITS };

/** Settings of a server that knows nothing of the extension. */
export const PLAIN = {
  GUARD_APP_ID: "demo",
  GUARD_APP_NAME: "Plain",
  GUARD_APP_EXTENSION_VERIFIER: "false",
  GUARD_APP_EXTENSION_LONG_POLL: "false",
  GUARD_APP_EXTENSION_NUMBER_MATCH: "false",
  GUARD_APP_EXTENSION_ALLOW_PLAIN: "true",
};

export class Server {
  #settings;
  #folder;
  #process;
  #output = "";

  constructor(port, folder, settings) {
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = folder;
    this.#settings = {
      ...SETTINGS,
      GUARD_LISTEN: `127.0.0.1:${port}`,
      GUARD_DATABASE: join(folder, "guard.db"),
      GUARD_DIST_DIR: distDir(),
      GUARD_PAGE_DIR: pageDir(),
      ...settings,
    };
  }

  /**
   * A running server.
   * @param {Record<string, string>} settings keys as `GUARD_…` environment variables
   * @param {string | ((url: string) => string)} [file] the text of its settings file
   */
  static async start(settings = {}, file) {
    const folder = await mkdtemp(join(tmpdir(), "guard-e2e-"));
    const config = join(folder, "guard.toml");
    for (let tries = 1; ; tries += 1) {
      const server = new Server(await freePort(), folder, { ...(file && { GUARD_CONFIG: config }), ...settings });
      // It may hold secrets.
      if (file) await writeFile(config, typeof file === "string" ? file : file(server.url), { mode: 0o600 });
      try {
        await server.start();
        return server;
      } catch (error) {
        // Between the look for a free port and its use somebody else has taken it.
        if (tries === 3 || !/in use/i.test(error.message)) throw error;
      }
    }
  }

  /** Starts it; after a stop on the same port, with the same database. */
  async start() {
    const child = spawn(serverProgram(), { env: { ...process.env, ...this.#settings }, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (this.#output += text));
    this.#process = child;
    const end = Date.now() + 30_000;
    // Not running but healthy is somebody else's server.
    while (!(await this.#healthy()) || child.exitCode !== null) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`the server did not start:\n${this.#output}`);
      await pause(30);
    }
  }

  /** All that it wrote: its log. */
  get output() {
    return this.#output;
  }

  /** The bytes of its database, those that are not in its main file yet included. */
  async database() {
    const names = (await readdir(this.#folder)).filter((name) => name.startsWith("guard.db"));
    return Buffer.concat(await Promise.all(names.map((name) => readFile(join(this.#folder, name)))));
  }

  async #healthy() {
    return fetch(`${this.url}/healthz`).then((response) => response.ok, () => false);
  }

  /**
   * Stops it; the database stays.
   * @param {"SIGTERM" | "SIGKILL"} signal a request to end, or a crash
   */
  async stop(signal = "SIGKILL") {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  /** Stops it and removes its database. */
  async remove() {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
