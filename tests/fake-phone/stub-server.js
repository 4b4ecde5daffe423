// The login server's side of the mini program's wire, as small and strict as it can be: what the wire does not know is an
// error. A test says what it answers.

const http = require("node:http");

/** The fields of each request; those with `?` may be missing. */
const FIELDS = {
  "/api/v2/mini-program/open": {
    code: "string",
    scene: "string",
    entry: "number",
    "handshake?": "string",
    "acknowledged?": "true",
  },
  "/api/v2/mini-program/confirm": {
    handshake: "string",
    "number?": "string",
    "phoneCode?": "string",
    agreed: "true",
    "nickname?": "string",
  },
  "/api/v2/mini-program/cancel": { handshake: "string" },
  "/api/v2/qrcode/outcome": { handshake: "string", wait: "number" },
  "/api/v2/mini-program/log-out": { handshake: "string" },
};

const isOf = (value, type) => (type === "true" ? value === true : typeof value === type);

/** What is wrong with the request; empty when nothing is. */
function wrong(method, path, body) {
  const fields = FIELDS[path];
  if (method !== "POST" || !fields) return `${method} ${path} is not of the wire`;
  const known = new Map(
    Object.entries(fields).map(([name, type]) => [name.replace("?", ""), { type, optional: name.endsWith("?") }]),
  );
  for (const [name, value] of Object.entries(body)) {
    if (!known.has(name)) return `${path}: no field ${name}`;
    if (!isOf(value, known.get(name).type)) return `${path}: ${name} is ${JSON.stringify(value)}`;
  }
  for (const [name, { optional }] of known) if (!optional && !(name in body)) return `${path}: ${name} is missing`;
  return "";
}

const CONTEXT = {
  appName: "Shanlan",
  origin: "https://shop.shanlan.cn",
  browser: "Chrome 141",
  os: "Windows",
  network: "203.0.113.x",
  age: 12,
  plain: false,
};

/** The answer to `open`, with `other` in the place of what is usual. */
const opened = (other = {}) => ({
  random: "Yk1dQ0n3Zc6Rw2tP8sVb5A",
  status: 1,
  description: "scanned",
  handshake: "hs-1",
  choices: ["17", "42", "88"],
  expiresIn: 90,
  context: CONTEXT,
  app: { terms: [] },
  account: { known: false },
  phoneNumber: "off",
  ...other,
});

const random = opened().random;
const confirmed = { random, status: 2, description: "confirmed" };

/** What every path answers when a test says nothing else. */
const USUAL = {
  open: () => ({ data: opened() }),
  confirm: () => ({ data: confirmed }),
  cancel: () => ({ data: { random, status: 3, description: "cancelled" } }),
  outcome: () => ({ data: { ...confirmed, expiresIn: 30, loggedIn: true } }),
  "log-out": () => ({ data: {} }),
};

/**
 * Starts it. `answers` has for each of `open`, `confirm`, `cancel`, `outcome` and `log-out` what it answers to a body:
 * `{ data }`, `{ status, code }`, or `{ status, text }` of a gateway. `asked` has all requests that came, `wrong` what was
 * wrong with them.
 */
async function startStub(answers = {}) {
  const stub = { answers: { ...USUAL, ...answers }, asked: [], wrong: [] };
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    const fields = JSON.parse(body || "{}");
    const complaint = wrong(request.method, request.url, fields);
    if (complaint) stub.wrong.push(complaint);
    const name = request.url.split("/").pop();
    stub.asked.push({ name, body: fields, language: request.headers["x-authing-lang"] });
    const answer = complaint
      ? { status: 400, code: 2231 }
      : await stub.answers[name](fields, stub.asked.filter((one) => one.name === name).length);
    const { status = 200, code = 200, data = null, text } = answer;
    response.writeHead(status, { "content-type": text === undefined ? "application/json" : "text/html" });
    response.end(
      text ?? JSON.stringify({ code, statusCode: status, ...(code !== 200 && { apiCode: code }), message: "", data }),
    );
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  stub.url = `http://127.0.0.1:${server.address().port}`;
  stub.stop = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return stub;
}

module.exports = { startStub, opened, CONTEXT };
