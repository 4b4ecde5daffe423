// An issuer of the tests' own: keys, what it publishes, and tokens as right or as wrong as a test wants them.
import { constants, createHmac, createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

export const CLIENT = { id: "shop", secret: "a-secret-of-the-tests-and-of-nothing-else" };

const encode = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A key pair for an algorithm, with its public half as it is published. */
export const newKey = (alg) => {
  const [type, options] = alg === "RS256" ? ["rsa", { modulusLength: 2048 }] : ["ec", { namedCurve: "P-256" }];
  const { privateKey, publicKey } = generateKeyPairSync(type, options);
  const kid = randomBytes(9).toString("base64url");
  return { alg, kid, privateKey, publicKey, jwk: { ...publicKey.export({ format: "jwk" }), kid, alg, use: "sig" } };
};

/** A token of these parts with the signature that `key` makes. */
export const signed = (header, claims, key) => {
  const text = `${encode(header)}.${encode(claims)}`;
  const how = key.alg === "RS256" ? { padding: constants.RSA_PKCS1_PADDING } : { dsaEncoding: "ieee-p1363" };
  return `${text}.${sign("sha256", text, { key: key.privateKey, ...how }).toString("base64url")}`;
};

/** A token whose HMAC has `secret` for its key. */
export const macced = (header, claims, secret) => {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
};

/** A token that nobody signed. */
export const unsigned = (header, claims) => `${encode(header)}.${encode(claims)}.`;

/** The public key as the text that a confused program would take for a shared secret. */
export const pem = (key) => createPublicKey(key.privateKey).export({ format: "pem", type: "spki" });

export class Issuer {
  #server;

  /** What it publishes. */
  keys = [newKey("RS256"), newKey("ES256")];
  /** How often its keys were asked for. */
  asked = 0;
  /** Whether it answers at all. */
  away = false;
  /** The answers of introspection, by token. @type {Map<string, object>} */
  sessions = new Map();
  /** What the calls of introspection had in the header `Authorization`. @type {string[]} */
  proofs = [];

  static async start() {
    const issuer = new Issuer();
    issuer.#server = createServer((request, response) => issuer.#answer(request, response)).listen(0, "127.0.0.1");
    await once(issuer.#server, "listening");
    issuer.url = `http://127.0.0.1:${issuer.#server.address().port}/oidc`;
    return issuer;
  }

  async #answer(request, response) {
    const body = (await request.toArray()).join("");
    const reply = this.away ? undefined : this.#reply(request, new URLSearchParams(body));
    response.writeHead(reply ? 200 : 500, { "content-type": "application/json" }).end(JSON.stringify(reply ?? {}));
  }

  #reply(request, fields) {
    switch (request.url) {
      case "/oidc/.well-known/openid-configuration":
        return { issuer: this.url, jwks_uri: `${this.url}/.well-known/jwks.json`, introspection_endpoint: `${this.url}/token/introspection` };
      case "/oidc/.well-known/jwks.json":
        this.asked += 1;
        // A kind of key that no backend here knows: it must not make the others useless.
        return { keys: [{ kty: "OKP", crv: "Ed448", kid: "newer", x: "AA" }, ...this.keys.map((key) => key.jwk)] };
      case "/oidc/token/introspection":
        this.proofs.push(request.headers.authorization);
        return this.sessions.get(fields.get("token")) ?? { active: false };
      default:
        return undefined;
    }
  }

  /** The claims of a right token; `changes` replace some, and take away those that are `undefined`. */
  claims(changes = {}) {
    const now = Math.floor(Date.now() / 1000);
    return { iss: this.url, aud: CLIENT.id, sub: "u1", name: "林晓", iat: now, exp: now + 600, ...changes };
  }

  /** A token of the issuer's, signed by its key for `alg`. */
  token(alg = "RS256", claims = {}, header = {}) {
    const key = this.keys.findLast((key) => key.alg === alg);
    return signed({ typ: "JWT", alg, kid: key.kid, ...header }, this.claims(claims), key);
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
