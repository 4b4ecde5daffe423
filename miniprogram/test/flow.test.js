const { test } = require("node:test");
const assert = require("node:assert/strict");
const { step, asksPhone } = require("../source/flow.js");
const { START } = require("../source/state.js");

const NOW = 1000000;
const CONTEXT = {
  appName: "Shanlan",
  origin: "",
  browser: "Chrome",
  os: "Windows",
  network: "203.0.113.x",
  age: 3,
  plain: false,
};
const ASKED = {
  handshake: "hs",
  choices: [],
  expiresIn: 90,
  context: CONTEXT,
  logo: "",
  terms: [],
  account: { known: false, nickname: "", photo: "", phone: "" },
  phoneNumber: "off",
};

/** Lives through `events`; a function is given the turn that is under way. Answers the state and the last effects. */
function live(...events) {
  let state = START;
  let effects = [];
  for (const event of events)
    ({ state, effects } = step(state, typeof event === "function" ? event(state.turn) : event));
  return { state, effects };
}

const opened = { type: "opened", scene: "scene-12345", entry: 1047 };
const code = (turn) => ({ type: "loginCode", turn, code: "c" });
const answered =
  (asked = {}) =>
  (turn) => ({ type: "answered", turn, now: NOW, asked: { ...ASKED, ...asked } });
const refused = (failure) => (turn) => ({ type: "refused", turn, now: NOW, failure });
const confirmed = (turn) => ({ type: "confirmAnswered", turn, now: NOW });
const outcome = (status, loggedIn) => (turn) => ({ type: "outcome", turn, now: NOW, outcome: { status, loggedIn } });
const asking = (asked) => [opened, code, answered(asked)];
const following = [...asking(), { type: "confirm" }, confirmed];

test("opening asks WeChat who this is, then the server who asks", () => {
  assert.deepEqual(live(opened).effects, [{ type: "login", turn: 1 }]);
  assert.deepEqual(live(opened, code).effects, [
    { type: "open", turn: 1, request: { code: "c", scene: "scene-12345", entry: 1047 } },
  ]);
  const { state } = live(...asking());
  assert.deepEqual([state.at, state.handshake, state.left, state.deadline], ["asking", "hs", 90, NOW + 90000]);
});

test("nothing is sent before the person decides", () => {
  assert.deepEqual(live(...asking({ account: { ...ASKED.account, known: true }, phoneNumber: "have" })).effects, []);
});

test("what comes of an earlier request is dropped", () => {
  const late = { type: "answered", turn: 1, now: NOW, asked: { ...ASKED, handshake: "old" } };
  const { state } = live(opened, code, { ...opened, scene: "scene-other" }, late);
  assert.deepEqual([state.at, state.handshake], ["opening", ""]);
  const cancelled = live(...asking(), { type: "decline" }, (turn) => ({ type: "declineAnswered", turn }), {
    type: "confirmAnswered",
    turn: 2,
    now: NOW,
  });
  assert.equal(cancelled.state.end, "declined");
});

test("what is of another page changes nothing", () => {
  for (const event of [
    { type: "confirm" },
    { type: "choose", number: "17" },
    { type: "phoneShared", code: "p" },
    { type: "logOut" },
    { type: "acknowledge" },
    { type: "tick", now: NOW * 9 },
  ]) {
    for (const before of [[], [opened], [...asking(), { type: "confirm" }, refused("gone")], following]) {
      const { state } = live(...before);
      assert.equal(step(state, event).state, state, `${event.type} at ${state.at}`);
    }
  }
});

test("two presses of a button send one request", () => {
  for (const type of ["confirm", "decline"]) assert.deepEqual(live(...asking(), { type }, { type }).effects, [], type);
});

test("the phone number is asked for when it is wanted and not there, and no confirmation goes without it", () => {
  for (const [phoneNumber, wanted] of [
    ["required", true],
    ["optional", true],
    ["have", false],
    ["off", false],
  ]) {
    assert.equal(asksPhone(live(...asking({ phoneNumber })).state), wanted, phoneNumber);
  }
  for (const type of ["confirm", "confirmWithoutPhone"]) {
    const { state, effects } = live(...asking({ phoneNumber: "required" }), { type });
    assert.deepEqual([state.at, state.alert, effects], ["asking", "phoneNeeded", []], type);
  }
});

test("a code of the phone number is kept for a repeat of the confirmation, and for nothing else", () => {
  const shared = [...asking({ phoneNumber: "required" }), { type: "phoneShared", code: "p" }];
  assert.equal(live(...shared, refused("offline")).state.phoneCode, "p");
  assert.equal(live(...shared, refused("phoneCodeRefused")).state.phoneCode, "");
  assert.equal(live(...shared, confirmed).state.phoneCode, "");
  assert.equal(live(...shared, refused("gone")).state.phoneCode, "");
});

test("a number that is offered no more is not chosen any more", () => {
  const { state } = live(...asking({ choices: ["17", "42"] }), { type: "choose", number: "17" });
  assert.equal(step({ ...state, at: "opening" }, answered({ choices: ["42", "88"] })(state.turn)).state.chosen, "");
});

test("an agreement is given by the person alone", () => {
  const terms = [{ title: "T", url: "https://t" }];
  assert.equal(live(...asking({ terms }), { type: "confirm" }).state.alert, "agree");
  assert.equal(
    live(...asking({ terms }), { type: "agree" }, { type: "agree" }, { type: "confirm" }).state.alert,
    "agree",
  );
  assert.equal(live(...asking({ terms }), { type: "agree" }, { type: "confirm" }).state.at, "confirming");
});

test("the warning is read before the code is, and reading it again takes a new login code", () => {
  const { state, effects } = live(opened, code, answered({ handshake: "" }), { type: "acknowledge" });
  assert.deepEqual([state.at, effects], ["opening", [{ type: "login", turn: 2 }]]);
  const [open] = step(state, code(2)).effects;
  assert.equal(open.request.acknowledged, true);
});

test("a login code that was refused is replaced once", () => {
  const once = [opened, code, refused("codeRefused")];
  assert.deepEqual(live(...once).effects, [{ type: "login", turn: 2 }]);
  assert.equal(live(...once, code, refused("codeRefused")).state.end, "wechat");
});

test("a handshake outlives what passes, and no refusal", () => {
  const again = [...asking(), opened, code];
  for (const failure of ["offline", "away", "busy", "tooOften"]) {
    const [login] = live(...again, refused(failure), { type: "again" }).effects;
    assert.equal(login.type, "login");
    assert.equal(live(...again, refused(failure), { type: "again" }, code).effects[0].request.handshake, "hs", failure);
  }
  assert.equal(live(...again, refused("taken")).state.handshake, "");
});

test("time that runs out ends it, unless a confirmation may have arrived", () => {
  assert.equal(live(...asking(), { type: "tick", now: NOW + 89001 }).state.left, 1);
  assert.equal(live(...asking(), { type: "tick", now: NOW + 90000 }).state.end, "expired");
  const unsure = live(...asking(), { type: "confirm" }, refused("away"), { type: "tick", now: NOW + 90000 });
  assert.deepEqual([unsure.state.at, unsure.effects[0].type], ["following", "outcome"]);
});

test("only the computer's own login is a login", () => {
  assert.equal(live(...following).state.at, "following");
  assert.equal(live(...following, outcome(2, true)).state.at, "loggedIn");
  assert.equal(live(...following, outcome(2, undefined)).state.at, "confirmed");
  assert.equal(live(...following, outcome(4, false)).state.end, "notFetched");
  assert.equal(live(...following, outcome(2, false)).effects[0].type, "pause");
});

test("waiting for the computer ends, believes three refusals in a row, and takes silence for none", () => {
  const asked = (turn) => ({ type: "paused", turn, now: NOW });
  const twice = [...following, refused("gone"), asked, refused("gone"), asked];
  assert.equal(live(...twice, refused("gone")).state.end, "expired");
  assert.equal(
    live(...twice, refused("offline"), asked, outcome(2, false), asked, refused("gone")).state.at,
    "following",
  );
  assert.equal(
    live(...following, outcome(2, false), (turn) => ({ type: "paused", turn, now: NOW + 180000 })).state.end,
    "unknown",
  );
});

test("a state holds no secret of a login that is over", () => {
  const { state } = live(
    ...asking({ phoneNumber: "required" }),
    { type: "phoneShared", code: "p" },
    refused("wrongNumber"),
    { ...opened, scene: "" },
  );
  assert.deepEqual({ ...state, turn: 0 }, START);
});

test("each request has a turn of its own, and an end or a new beginning has one, too", () => {
  const lives = [
    [opened, opened],
    [...asking(), { type: "confirm" }],
    [...asking(), { type: "decline" }],
    [...following],
    [...following, outcome(2, true), { type: "logOut" }],
    [opened, code, refused("gone")],
    [opened, { ...opened, scene: "" }],
  ];
  for (const events of lives) {
    const before = live(...events.slice(0, -1)).state.turn;
    assert.equal(live(...events).state.turn, before + 1, JSON.stringify(events.at(-1)));
  }
});

test("a confirmation says what the person has chosen, and nothing else", () => {
  const request = (asked, ...events) => live(...asking(asked), ...events, { type: "confirm" }).effects[0].request;
  assert.deepEqual(request({}), { handshake: "hs", agreed: true });
  assert.deepEqual(request({ choices: ["17", "42"] }, { type: "choose", number: "42" }), {
    handshake: "hs",
    agreed: true,
    number: "42",
  });
  assert.deepEqual(request({}, { type: "name", nickname: " " }), { handshake: "hs", agreed: true });
  assert.deepEqual(request({}, { type: "name", nickname: " Mei " }), {
    handshake: "hs",
    agreed: true,
    nickname: "Mei",
  });
  const shared = live(...asking({ phoneNumber: "optional" }), { type: "phoneShared", code: "p" });
  assert.deepEqual(shared.effects[0].request, { handshake: "hs", agreed: true, phoneCode: "p" });
});

test("declining takes back a scan, and nothing where nothing was scanned", () => {
  assert.deepEqual(live(...asking(), { type: "decline" }).effects, [{ type: "cancel", turn: 2, handshake: "hs" }]);
  const { state, effects } = live(opened, code, answered({ handshake: "" }), { type: "decline" });
  assert.deepEqual([state.end, effects], ["declined", []]);
});

test("a refusal that can be put right changes what it speaks of, and nothing else", () => {
  const terms = [{ title: "T", url: "https://t" }];
  const after = (failure) =>
    live(...asking({ terms, phoneNumber: "off" }), { type: "agree" }, { type: "confirm" }, refused(failure)).state;
  for (const failure of ["offline", "away", "busy", "tooOften", "phoneCodeRefused", "phoneRequired", "notAgreed"]) {
    const { at, agreed, asked, unsure } = after(failure);
    assert.deepEqual(
      [at, agreed, asked.phoneNumber, unsure],
      [
        "asking",
        failure !== "notAgreed",
        failure === "phoneRequired" ? "required" : "off",
        ["offline", "away"].includes(failure),
      ],
      failure,
    );
  }
});

test("a decline without an answer leaves no doubt about a confirmation", () => {
  const { state } = live(...asking(), { type: "decline" }, refused("offline"), { type: "tick", now: NOW + 90000 });
  assert.equal(state.end, "expired");
});

test("a number that was not shared is told by whether it is needed", () => {
  const alert = (phoneNumber, away) => live(...asking({ phoneNumber }), { type: "phoneNotShared", away }).state.alert;
  assert.equal(alert("required", false), "phoneNeeded");
  assert.equal(alert("optional", false), "phoneNotShared");
  assert.equal(alert("optional", true), "phoneAway");
});

test("what is no code is told where the person is", () => {
  assert.equal(live({ type: "noCode" }).state.alert, "noCode");
  assert.equal(live(opened, code, refused("gone"), { type: "noCode" }).state.end, "notACode");
});
