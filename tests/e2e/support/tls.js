// Https for tests: an authority of their own, and a server that takes TLS off for servers that speak plain HTTP.
import { execFile } from "node:child_process";
import { X509Certificate, createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { promisify } from "node:util";

const run = promisify(execFile);

/** As little as OpenSSL needs; what a certificate says is on the command line. */
const CONFIG = "[req]\ndistinguished_name = name\n[name]\n";

/** An authority that nobody trusts but who is told to, and one certificate of it. */
export class Authority {
  /** @param {string[]} names that the certificate is for */
  static async make(names) {
    const authority = new Authority();
    authority.folder = await mkdtemp(join(tmpdir(), "guard-tls-"));
    /** The authority's own certificate, for `NODE_EXTRA_CA_CERTS`. */
    authority.file = authority.#path("authority.pem");
    await writeFile(authority.#path("openssl.cnf"), CONFIG);
    const ends = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign"];
    await authority.#certificate("authority", ends);
    const own = ["basicConstraints=critical,CA:FALSE", `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`];
    await authority.#certificate("server", own, ["-CA", authority.file, "-CAkey", authority.#path("authority.key")]);
    authority.key = await readFile(authority.#path("server.key"));
    authority.certificate = await readFile(authority.#path("server.pem"));
    return authority;
  }

  #path(name) {
    return join(this.folder, name);
  }

  async #certificate(name, extensions, signer = []) {
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", this.#path(`${name}.key`)];
    const all = extensions.flatMap((extension) => ["-addext", extension]);
    const made = ["req", "-x509", "-config", this.#path("openssl.cnf"), "-days", "2", "-subj", `/CN=${name} of a test`];
    await run("openssl", [...made, ...key, ...all, ...signer, "-out", this.#path(`${name}.pem`)]);
  }

  /** Chromium's switch that lets it take this certificate, and no other that it does not know. */
  get chromiumSwitch() {
    const key = new X509Certificate(this.certificate).publicKey.export({ type: "spki", format: "der" });
    return `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`;
  }

  async remove() {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Takes TLS off and hands on what is below it, byte by byte. */
export class Front {
  #listener;
  #open = new Set();

  /**
   * @param {Authority} authority
   * @param {(name: string) => number | undefined} portOf the port on this machine that stands behind a name
   */
  static async start(authority, portOf) {
    const front = new Front();
    const { key, certificate: cert } = authority;
    front.#listener = createServer({ key, cert, ALPNProtocols: ["http/1.1"] }, (outside) => {
      const port = portOf(outside.servername);
      if (!port) return void outside.destroy();
      const inside = connect(port, "127.0.0.1");
      for (const [end, other] of [[outside, inside], [inside, outside]]) {
        front.#open.add(end);
        end.on("error", () => other.destroy());
        end.on("close", () => (front.#open.delete(end), other.destroy()));
        end.pipe(other);
      }
    }).listen(0, "127.0.0.1");
    await once(front.#listener, "listening");
    front.port = front.#listener.address().port;
    return front;
  }

  async stop() {
    this.#listener.close();
    for (const end of this.#open) end.destroy();
    await once(this.#listener, "close");
  }
}
