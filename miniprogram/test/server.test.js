const { test } = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { CODES, meaning } = require("../source/failure.js");
const { createServer } = require("../source/server.js");

const context = { appName: "Shanlan", browser: "Chrome", os: "Windows", network: "203.0.113.x", age: 3, plain: false };
const OPENED = { handshake: "hs", expiresIn: 90, context, account: {}, app: {} };

/** A server whose `wx.request` answers this; what was requested comes with it. */
function answering(answer) {
  const requests = [];
  const request = (options) => {
    requests.push(options);
    if (answer) options.success(answer);
    else options.fail({ errMsg: "request:fail" });
  };
  return { server: createServer({ request }, "https://login.example.com", "en-US"), requests };
}

const ok = (data) => ({ statusCode: 200, data: { code: 200, statusCode: 200, data } });
const failureOf = (promise) =>
  promise.then(
    () => "none",
    ({ failure }) => failure,
  );

test("each request has its path, its body and its patience", async () => {
  const { server, requests } = answering(ok(OPENED));
  await server.open({ code: "c", scene: "s", entry: 1047 });
  await server.confirm({ handshake: "hs", agreed: true });
  await server.cancel("hs");
  await failureOf(server.outcome("hs"));
  await server.logOut("hs");
  assert.deepEqual(
    requests.map(({ url, method, data, timeout }) => [
      url.replace("https://login.example.com", ""),
      method,
      data,
      timeout,
    ]),
    [
      ["/api/v2/mini-program/open", "POST", { code: "c", scene: "s", entry: 1047 }, 15000],
      ["/api/v2/mini-program/confirm", "POST", { handshake: "hs", agreed: true }, 15000],
      ["/api/v2/mini-program/cancel", "POST", { handshake: "hs" }, 15000],
      ["/api/v2/qrcode/outcome", "POST", { handshake: "hs", wait: 25 }, 40000],
      ["/api/v2/mini-program/log-out", "POST", { handshake: "hs" }, 15000],
    ],
  );
});

test("what a reply leaves out is empty, and an unknown way with the phone number is none", async () => {
  const asked = await answering(ok({ ...OPENED, phoneNumber: "later" })).server.open({
    code: "c",
    scene: "s",
    entry: 1047,
  });
  assert.deepEqual(asked, {
    handshake: "hs",
    choices: [],
    expiresIn: 90,
    context: { ...context, origin: "" },
    logo: "",
    terms: [],
    account: { known: false, nickname: "", photo: "", phone: "" },
    phoneNumber: "off",
  });
});

test("an answer that is none of the server's is told apart from a refusal", async () => {
  const open = (answer) => failureOf(answering(answer).server.open({ code: "c", scene: "s", entry: 1047 }));
  assert.equal(await open(null), "offline");
  for (const data of ["<h1>Bad gateway</h1>", null, [], {}, { code: "200" }])
    assert.equal(await open({ statusCode: 502, data }), "away");
  assert.equal(await open({ statusCode: 429, data: "slow down" }), "tooOften");
  assert.equal(await open(ok(null)), "away");
  assert.equal(await open(ok({ ...OPENED, handshake: "" })), "away");
  assert.equal(await open(ok({ ...OPENED, context: undefined })), "away");
  assert.equal(await failureOf(answering(ok({})).server.outcome("hs")), "away");
});

test("a refusal means what its code says, then what its status says", () => {
  assert.equal(meaning(403, CODES.NumberWrong), "wrongNumber");
  assert.equal(meaning(409, CODES.AccountConflict), "conflict");
  assert.equal(meaning(409, -7), "taken");
  assert.equal(meaning(500, -7), "away");
  assert.equal(meaning(400, -7), "other");
});

test("the codes have the numbers that the server gives them", () => {
  const text = fs.readFileSync(path.join(__dirname, "../../protocol/src/codes.rs"), "utf8");
  const numbers = Object.fromEntries(
    [...text.matchAll(/^\s*(\w+) = ([\d_]+),$/gm)].map(([, name, number]) => [
      name,
      Number(number.replaceAll("_", "")),
    ]),
  );
  assert.equal(numbers.NumberWrong, 4111, "the file is read as it is written");
  // The server has all of the mini program's codes, or none of them yet.
  const told = Object.entries(CODES).filter(([, number]) => number < 4112 || "Forwarded" in numbers);
  for (const [name, number] of told) assert.equal(numbers[name], number, name);
  assert.deepEqual(
    Object.entries(numbers).filter(([name, number]) => number >= 4109 && number < 4200 && CODES[name] !== number),
    [],
  );
});

test("what a reply says is kept as it is", async () => {
  for (const phoneNumber of ["have", "required", "optional", "off"]) {
    const account = { known: true, nickname: "Mei", photo: "https://p", phone: "138****8000" };
    const reply = ok({
      ...OPENED,
      phoneNumber,
      account,
      choices: ["17"],
      app: { logo: "https://l", terms: [{ title: "T", url: "u" }] },
    });
    const asked = await answering(reply).server.open({ code: "c", scene: "s", entry: 1047 });
    assert.deepEqual([asked.phoneNumber, asked.account, asked.choices], [phoneNumber, account, ["17"]]);
    assert.deepEqual([asked.logo, asked.terms], ["https://l", [{ title: "T", url: "u" }]]);
  }
  for (const loggedIn of [true, false, undefined]) {
    assert.deepEqual(await answering(ok({ status: 2, loggedIn })).server.outcome("hs"), { status: 2, loggedIn });
  }
});

test("what is not of its type is left out", async () => {
  const asked = await answering(
    ok({ ...OPENED, expiresIn: "90", choices: "17", account: { known: "yes" }, app: [] }),
  ).server.open({ code: "c", scene: "s", entry: 1047 });
  assert.deepEqual([asked.expiresIn, asked.choices, asked.account.known, asked.terms], [0, [], false, []]);
});
