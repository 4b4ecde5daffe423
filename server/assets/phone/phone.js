// The phone page: tells the server that the code was read, shows who asks, sends the person's decision.
// Opening the page decides nothing, and only the server's own answer is shown as the outcome.

import { lang, say, sayResult } from "/phone/words.js";

const random = location.pathname.split("/").pop();
const find = (id) => document.getElementById(id);
const remembered = "guard-phone-account";

let token = null;
let account = null;
let handshake = null;
let chosenNumber = null;
let busy = false;
/** A confirm was sent, and its answer did not come. */
let unsure = false;
let deadline = 0;
let ticking = null;

/** `status` of a code that was agreed to. */
const AUTHORIZED = 2;

const GLYPHS = {
  confirmed: "M12 29l11 11 21-24",
  declined: "M16 16l24 24M40 16L16 40",
  expired: "M28 6a22 22 0 1 0 .1 0zM28 15v14l9 6",
  taken: "M17 6h22v44H17zM25 43h6",
  "wrong-number": "M16 16l24 24M40 16L16 40",
  error: "M28 12v20M28 42v.1",
};

/** The outcome that a refusal stands for. */
function outcome(status, code) {
  if (code === 4111) return "wrong-number";
  if (status === 409 || code === 4109) return "taken";
  if (status === 410 || code === 4110 || code === 2241) return "expired";
  return "error";
}

/** How long an answer may take, in ms. */
const PATIENCE = 15_000;
/** How long the server may wait for the computer, in s. */
const WAIT = 20;
/** How long the computer is waited for at most, in ms: longer than any server lets it redeem. */
const LONGEST = 180_000;
/** How often an answer that ends it must come before it is believed. */
const BELIEVED = 3;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Sends a request; answers the data, or throws { result } as the server said, or { offline } without an answer of the
 * server's own: a gateway's tells nothing of what happened behind it.
 */
async function call(path, body) {
  let response;
  let envelope;
  try {
    response = await fetch(path, {
      signal: AbortSignal.timeout(PATIENCE + (body?.wait ?? 0) * 1000),
      method: body ? "POST" : "GET",
      headers: {
        "content-type": "application/json",
        "x-authing-lang": lang,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: body && JSON.stringify(body),
      cache: "no-store",
    });
    envelope = await response.json();
  } catch {
    throw { offline: true };
  }
  if (typeof envelope?.code !== "number") throw { offline: true };
  if (envelope.code !== 200) throw { result: outcome(response.status, envelope.code) };
  return envelope.data;
}

function show(name) {
  for (const section of ["loading", "ask", "result"]) find(section).hidden = section !== name;
  document.querySelector("main").removeAttribute("aria-busy");
}

function finish(result, words = result) {
  clearInterval(ticking);
  const [title, text] = sayResult(words);
  find("result").dataset.result = result;
  find("result-title").textContent = title;
  find("result-text").textContent = text;
  find("glyph").setAttribute("d", GLYPHS[result]);
  find("again").hidden = result !== "error" || words === "noAccounts" || words === "unknown";
  document.title = title;
  show("result");
  find("result-title").focus();
  find("live").textContent = `${title}. ${text}`;
}

/** Waits until the computer has the login: only then is the person logged in. */
async function follow() {
  const end = performance.now() + LONGEST;
  let doubts = 0;
  while (performance.now() < end) {
    try {
      const { status, loggedIn } = await call("/api/v2/qrcode/outcome", { handshake, wait: WAIT });
      // The server cannot know it of every code.
      if (status === AUTHORIZED && loggedIn === undefined) return finish("confirmed");
      if (loggedIn) return finish("confirmed", "loggedIn");
      if (status !== AUTHORIZED) return finish("expired", "notFetched");
      if (find("result").hidden) finish("confirmed", "waiting");
      doubts = 0;
    } catch (failure) {
      if (!failure.offline && ++doubts === BELIEVED) return finish(failure.result);
    }
    await pause(1000);
  }
  finish("error", "unknown");
}

function warn(text) {
  find("alert").textContent = text;
  find("alert").hidden = !text;
}

/** Runs one request at a time; the buttons wait meanwhile. */
async function once(work) {
  if (busy) return;
  busy = true;
  find("accounts").disabled = true;
  warn("");
  for (const id of ["confirm", "decline"]) find(id).setAttribute("aria-disabled", "true");
  try {
    await work();
  } catch (failure) {
    if (failure.offline) warn(say("offline"));
    else finish(failure.result ?? "error");
  }
  busy = false;
  find("accounts").disabled = false;
  for (const id of ["confirm", "decline"]) find(id).removeAttribute("aria-disabled");
}

function choice(group, value, testid, checked, onPick) {
  const label = document.createElement("label");
  label.className = "choice";
  label.dataset.testid = testid;
  const input = document.createElement("input");
  input.type = "radio";
  input.name = group;
  input.value = value;
  input.checked = checked;
  input.addEventListener("change", () => onPick(value));
  label.append(input);
  return label;
}

function drawAccounts(accounts, current) {
  find("account-list").replaceChildren(
    ...accounts.map(({ username, nickname }, index) => {
      const label = choice("account", username, `account-${username}`, username === current, (name) => once(() => change(name)));
      const letter = document.createElement("span");
      letter.className = `letter letter-${index % 2}`;
      letter.setAttribute("aria-hidden", "true");
      letter.textContent = [...nickname][0];
      const name = document.createElement("span");
      name.className = "name";
      name.textContent = nickname;
      label.append(letter, name);
      return label;
    }),
  );
}

function drawNumbers(numbers) {
  if (!numbers.includes(chosenNumber)) chosenNumber = null;
  find("numbers").hidden = numbers.length === 0;
  find("number-list").replaceChildren(
    ...numbers.map((number) => {
      const label = choice("number", number, `number-${number}`, number === chosenNumber, (picked) => {
        chosenNumber = picked;
        warn("");
      });
      label.append(number);
      return label;
    }),
  );
}

function ago(seconds) {
  if (seconds < 5) return say("justNow");
  return seconds < 90 ? say("secondsAgo", { n: seconds }) : say("minutesAgo", { n: Math.round(seconds / 60) });
}

function drawContext({ appName, origin, browser, os, network, age, plain }) {
  const title = say("title", { app: appName });
  find("title").textContent = title;
  document.title = title;
  find("origin").textContent = origin ? origin.replace(/^https:\/\//, "") : say("unknownSite");
  const known = (name) => (name === "Unknown" ? say("unknown") : name);
  find("device").textContent =
    browser === "Unknown" && os === "Unknown" ? say("unknown") : say("on", { browser: known(browser), os: known(os) });
  find("network").textContent = network;
  find("age").textContent = ago(age);
  find("plain").hidden = !plain;
}

/** Time that runs out on the phone is only shown; a code that is over says so itself when the person decides. */
function tick() {
  const left = Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
  find("left").textContent = say("left", { n: left });
  if (left > 0 || busy) return;
  clearInterval(ticking);
  // Whether a confirm without an answer came in time, the server knows.
  if (unsure) once(follow);
  else finish("expired");
}

/** Changes the account. When that fails the old one is marked again: what is marked must be what would be confirmed. */
async function change(username) {
  try {
    await scan(username);
  } finally {
    for (const input of find("account-list").querySelectorAll("input")) input.checked = input.value === account;
  }
}

/** Logs this phone in as `username` and tells the server that it has read the code. */
async function scan(username) {
  const session = await call("/m/session", { account: username });
  token = session.token;
  const reply = await call("/api/v2/qrcode/scanned", handshake ? { random, handshake } : { random });
  handshake = reply.handshake;
  account = username;
  sessionStorage.setItem(remembered, username);
  drawContext(reply.context);
  drawNumbers(reply.choices ?? []);
  deadline = performance.now() + (reply.expiresIn ?? 60) * 1000;
  clearInterval(ticking);
  ticking = setInterval(tick, 1000);
  tick();
}

async function start() {
  document.documentElement.lang = lang;
  for (const word of ["site", "device", "network", "time", "plain", "account", "number"]) find(`word-${word}`).textContent = say(word);
  for (const word of ["advice", "confirm", "decline", "again"]) find(word).textContent = say(word);
  find("again").addEventListener("click", () => location.reload());
  find("decline").addEventListener("click", () =>
    once(async () => {
      await call("/api/v2/qrcode/cancel", { handshake });
      finish("declined");
    }),
  );
  find("confirm").addEventListener("click", () => {
    if (!find("numbers").hidden && chosenNumber === null) {
      warn(say("chooseNumber"));
      find("number-list").querySelector("input").focus();
      return;
    }
    once(async () => {
      unsure = true;
      await call("/api/v2/qrcode/confirm", { handshake, number: chosenNumber ?? undefined });
      finish("confirmed", "waiting");
      await follow();
    });
  });
  try {
    const accounts = await call("/m/accounts").catch((failure) => {
      throw failure.offline ? failure : { result: "error", words: "noAccounts" };
    });
    const before = sessionStorage.getItem(remembered);
    const current = accounts.find(({ username }) => username === before) ?? accounts[0];
    drawAccounts(accounts, current.username);
    await scan(current.username);
    show("ask");
    find("title").focus();
  } catch (failure) {
    finish(failure.result ?? "error", failure.words);
  }
}

// A page brought back from the back/forward cache holds a handshake that may be dead: ask the server anew.
addEventListener("pageshow", (event) => event.persisted && location.reload());
start();
