// Our own server with confidential clients and somebody to log in, and the calls that the box makes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants, publicEncrypt } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const PERSON = { account: "lin", password: "shanlan-tea-2026" };

const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
};

const table = ({ id, secret, alg = "RS256" }, url) => `
[[apps]]
id = "${id}"
name = "${id}"
allowed_origins = ["${url}"]

[apps.oidc]
auth_method = "client_secret_basic"
client_secret = "${secret}"
signing_alg = "${alg}"
`;

export class Server {
  #process;
  #folder;

  /** @param {Array<{ id: string, secret: string, alg?: string }>} clients */
  static async start(clients) {
    const server = new Server();
    server.#folder = await mkdtemp(join(tmpdir(), "guard-backends-"));
    const port = await freePort();
    server.url = `http://127.0.0.1:${port}`;
    server.issuer = `${server.url}/oidc`;
    const file = join(server.#folder, "guard.toml");
    await writeFile(file, clients.map((client) => table(client, server.url)).join(""), { mode: 0o600 });
    const env = {
      ...process.env,
      GUARD_CONFIG: file,
      GUARD_LISTEN: `127.0.0.1:${port}`,
      GUARD_PUBLIC_URL: server.url,
      GUARD_DATABASE: join(server.#folder, "guard.db"),
      GUARD_DIST_DIR: server.#folder,
      GUARD_LOG: "text",
      GUARD_LIMITS_LOGINS_PER_MINUTE: "1000000",
    };
    let output = "";
    const run = (args) => {
      const child = spawn(process.env.GUARD_SERVER_BIN, args, { env, stdio: "pipe" });
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
      return child;
    };
    const adding = run(["user", "add", "--username", PERSON.account]);
    adding.stdin.end(`${PERSON.password}\n`);
    const [code] = await once(adding, "exit");
    if (code !== 0) throw new Error(`nobody could be added (${code}):\n${output}`);
    const child = run([]);
    server.#process = child;
    const end = Date.now() + 30_000;
    while (!(await fetch(`${server.url}/healthz`).then((response) => response.ok, () => false))) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`the server did not start:\n${output}`);
      await pause(30);
    }
    return server;
  }

  async #call(path, app, { token, ...init } = {}) {
    const headers = { "x-authing-app-id": app, origin: this.url, ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(this.url + path, { ...init, headers: { "content-type": "application/json", ...headers } });
    const envelope = await response.json();
    if (envelope.code !== 200) throw new Error(`${path}: ${JSON.stringify(envelope)}`);
    return envelope.data;
  }

  /** Logs in as the box does; answers what its page is told as the user. */
  async logIn(app) {
    const { publicKey } = await this.#call(`/api/v2/applications/${app}/public-config`, app);
    const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
    const password = publicEncrypt(key, Buffer.from(PERSON.password)).toString("base64");
    return this.#call("/api/v2/login/account", app, { method: "POST", body: JSON.stringify({ account: PERSON.account, password }) });
  }

  /** Ends the session of a token. */
  async logOut(app, token) {
    await this.#call(`/api/v2/logout?app_id=${app}`, app, { token, method: "POST" });
  }

  async stop() {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
