const { test } = require("node:test");
const assert = require("node:assert/strict");
const { CODES } = require("../../../miniprogram/source/failure.js");
const { opened } = require("../stub-server.js");
const { SCENE, meet, bodies } = require("../people.js");

const AUTHORIZED = { random: SCENE, status: 2, description: "confirmed", expiresIn: 30 };

/** Ends at once when the code is opened: what the server answers, what the phone says, and the way on. */
const AT_OPENING = [
  ["no such code", { status: 404, code: CODES.NoSuchQrCode }, "This is not a login code", "Scan a new code"],
  [
    "another phone was first",
    { status: 409, code: CODES.QrCodeTaken },
    "Another phone has scanned this code",
    "Scan a new code",
  ],
  ["over", { status: 410, code: CODES.QrCodeGone }, "This code is no longer valid", "Scan a new code"],
  ["forwarded", { status: 403, code: CODES.Forwarded }, "This code came from someone else", "Scan a new code"],
  ["a risky user", { status: 403, code: CODES.RiskyUser }, "WeChat does not allow this login", "Close"],
  ["no account, none made", { status: 403, code: CODES.LoginOnly }, "You have no account here", "Close"],
  ["WeChat refused twice", { status: 401, code: CODES.WechatCodeRefused }, "WeChat did not answer", "Try again"],
  ["too often", { status: 429, code: CODES.TooFrequent }, "Too many tries", "Try again"],
  ["busy", { status: 503, code: CODES.Busy }, "No answer from the server", "Try again"],
  ["a gateway", { status: 502, text: "<h1>Bad gateway</h1>" }, "No answer from the server", "Try again"],
  ["not understood", { data: { random: SCENE, status: 1 } }, "No answer from the server", "Try again"],
];

for (const [name, answer, title, way] of AT_OPENING) {
  test(`at opening: ${name}`, async (t) => {
    const { phone } = await meet(t, { open: () => answer });
    await phone.open(SCENE);
    assert.equal(await phone.page(), "ended");
    const lines = (await phone.text()).split("\n");
    assert.equal(lines[0], title);
    assert.ok(lines.includes(way), `${way} among ${lines}`);
  });
}

const AT_CONFIRMING = [
  ["the wrong number", { status: 403, code: CODES.NumberWrong }, "That was not the number", "Scan a new code"],
  ["over", { status: 410, code: CODES.QrCodeGone }, "This code is no longer valid", "Scan a new code"],
  [
    "another's number",
    { status: 409, code: CODES.AccountConflict },
    "This number belongs to another WeChat account",
    "Close",
  ],
  ["no account, none made", { status: 403, code: CODES.LoginOnly }, "You have no account here", "Close"],
];

for (const [name, answer, title, way] of AT_CONFIRMING) {
  test(`at confirming: ${name}`, async (t) => {
    const { phone } = await meet(t, { confirm: () => answer });
    await phone.open(SCENE);
    await phone.choose("42");
    await phone.tap("Confirm");
    const lines = (await phone.text()).split("\n");
    assert.deepEqual([await phone.page(), lines[0], lines.includes(way)], ["ended", title, true]);
  });
}

const STAYS = [
  ["busy", { status: 503, code: CODES.Busy }, /The server is busy/],
  ["too often", { status: 429, code: CODES.TooFrequent }, /The server is busy/],
  ["the number is needed after all", { status: 403, code: CODES.PhoneRequired }, /Share it, or decline/],
  ["not agreed", { status: 403, code: CODES.NotAgreed }, /First tick/],
];

for (const [name, answer, words] of STAYS) {
  test(`at confirming, and the person can still put it right: ${name}`, async (t) => {
    const { phone } = await meet(t, { open: () => ({ data: opened({ choices: [] }) }), confirm: () => answer });
    await phone.open(SCENE);
    await phone.tap("Confirm");
    assert.equal(await phone.page(), "confirm");
    assert.match(await phone.text(), words);
  });
}

test("declined", async (t) => {
  const { phone, stub } = await meet(t);
  await phone.open(SCENE);
  await phone.tap("Decline");
  assert.match(await phone.text(), /^Declined/);
  assert.deepEqual(bodies(stub, "cancel"), [{ handshake: "hs-1" }]);
  await phone.tap("Close");
  assert.equal(await phone.page(), "");
});

test("a decline without an answer can be repeated", async (t) => {
  const { phone } = await meet(t);
  await phone.open(SCENE);
  await phone.setOffline(true);
  await phone.tap("Decline");
  assert.match(await phone.text(), /No answer from the server/);
  await phone.setOffline(false);
  await phone.tap("Decline");
  assert.match(await phone.text(), /^Declined/);
});

test("expired while the person was looking", async (t) => {
  const { phone } = await meet(t);
  await phone.open(SCENE);
  await phone.tick(89);
  assert.equal(await phone.page(), "confirm");
  await phone.tick(91);
  assert.match(await phone.text(), /^This code is no longer valid/);
});

test("offline, and again when the network is back", async (t) => {
  const { phone } = await meet(t);
  await phone.setOffline(true);
  await phone.open(SCENE);
  assert.match(await phone.text(), /^No connection/);
  await phone.setOffline(false);
  await phone.tap("Try again");
  assert.match(await phone.text(), /Which number/);
});

test("WeChat gave no login code", async (t) => {
  const failing = () => {
    throw new Error("login:fail");
  };
  const { phone } = await meet(t, {}, { loginCode: failing });
  await phone.open(SCENE);
  assert.match(await phone.text(), /^WeChat did not answer/);
});

test("a WeChat that is too old says so", async (t) => {
  const { phone, stub } = await meet(t, {}, { lacks: ["getAppBaseInfo"] });
  await phone.open();
  assert.match(await phone.text(), /^请更新微信/);
  assert.equal(stub.asked.length, 0);
});

test("an end leads to another code by the camera, of either kind", async (t) => {
  const { phone, stub } = await meet(t, {
    open: (_, times) => (times === 1 ? { status: 410, code: CODES.QrCodeGone } : { data: opened() }),
  });
  await phone.open("old-code-00000000000000");
  await phone.tap("Scan a new code");
  assert.equal(await phone.page(), "ended", "a scan that was given up changes nothing");
  await phone.hold({ path: `pages/confirm/confirm?scene=${SCENE}`, result: "" });
  await phone.tap("Scan a new code");
  assert.match(await phone.text(), /Which number/);
  await phone.tap("Decline");
  assert.deepEqual(bodies(stub, "open")[1], { code: "login-2", scene: SCENE, entry: 1047 });
});

test("opened by its name it says what it is, and scans", async (t) => {
  const { phone, stub } = await meet(t);
  await phone.open();
  assert.match(await phone.text(), /^Log in on a computer/);
  await phone.hold({ result: "https://elsewhere.example/menu" });
  await phone.tap("Scan code");
  assert.match(await phone.text(), /That was not a login code/);
  assert.equal(stub.asked.length, 0);
  await phone.hold({ result: `https://login.shanlan.cn/q/${SCENE}` });
  await phone.tap("Scan code");
  assert.deepEqual(bodies(stub, "open"), [{ code: "login-1", scene: SCENE, entry: 1011 }]);
});

for (const scene of ["no code!", "%E0%A4%A", "short"]) {
  test(`what is no code is not sent: ${scene}`, async (t) => {
    const { phone, stub } = await meet(t);
    await phone.open(scene);
    assert.match(await phone.text(), /That was not a login code/);
    assert.equal(stub.asked.length, 0);
  });
}

test("the computer is waited for until it has the login", async (t) => {
  const { phone } = await meet(t, {
    open: () => ({ data: opened({ choices: [] }) }),
    outcome: (_, times) =>
      [
        { status: 502, text: "" },
        { data: { ...AUTHORIZED, loggedIn: false } },
        { data: { ...AUTHORIZED, loggedIn: true } },
      ][times - 1],
  });
  await phone.open(SCENE);
  await phone.tap("Confirm");
  assert.match(await phone.text(), /^Confirmed\nThe computer is being logged in/);
  await phone.until("Logged in");
});

const AFTERWARDS = [
  ["the server cannot know it", { data: AUTHORIZED }, "done", "You can look at the computer now"],
  [
    "the computer never took it",
    { data: { ...AUTHORIZED, status: 4, loggedIn: false } },
    "ended",
    "The computer did not log in",
  ],
  ["the code is over, three times", { status: 410, code: CODES.QrCodeGone }, "ended", "This code is no longer valid"],
];

for (const [name, answer, page, words] of AFTERWARDS) {
  test(`after confirming: ${name}`, async (t) => {
    const { phone } = await meet(t, { open: () => ({ data: opened({ choices: [] }) }), outcome: () => answer });
    await phone.open(SCENE);
    await phone.tap("Confirm");
    await phone.until(words);
    assert.equal(await phone.page(), page);
  });
}

test("the computer can be logged out from the phone, and a failure of it is told", async (t) => {
  const { phone, stub } = await meet(t, { open: () => ({ data: opened({ choices: [] }) }) });
  await phone.open(SCENE);
  await phone.tap("Confirm");
  await phone.until("Logged in");
  await phone.setOffline(true);
  await phone.tap("Log out this computer");
  assert.match(await phone.text(), /may still be logged in/);
  await phone.setOffline(false);
  stub.answers["log-out"] = () => ({ status: 410, code: CODES.QrCodeGone });
  await phone.tap("Log out this computer");
  assert.match(await phone.text(), /can no longer be logged out from here/);
  stub.answers["log-out"] = () => ({ data: {} });
  await phone.tap("Log out this computer");
  assert.match(await phone.text(), /^Logged out/);
  assert.deepEqual(bodies(stub, "log-out"), [{ handshake: "hs-1" }, { handshake: "hs-1" }]);
});
