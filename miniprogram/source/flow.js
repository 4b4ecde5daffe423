// The login as the phone sees it: a pure machine, from state and event to state and effects. It knows neither WeChat nor
// the network nor a clock; `login.js` runs its effects and tells it what came of them.

const { START } = require("./state.js");

/**
 * @typedef {import("./server.js").Asked} Asked
 * @typedef {import("./server.js").Outcome} Outcome
 * @typedef {import("./failure.js").Failure} Failure
 * @typedef {import("./state.js").Place} Place
 * @typedef {import("./state.js").End} End
 * @typedef {import("./state.js").Alert} Alert
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Event} Event
 * @typedef {import("./state.js").Effect} Effect
 *
 * @typedef {{ state: State, effects: Effect[] }} Step
 */

/** `status` of a code that was agreed to. */
const AUTHORIZED = 2;
/** How long the computer is waited for at most, ms: longer than any server lets it redeem. */
const LONGEST = 180000;
/** How often a refusal must come before it is believed while the computer is waited for. */
const BELIEVED = 3;

/** @type {(state: State, effects?: Effect[]) => Step} */
const to = (state, effects = []) => ({ state, effects });

/** @type {(state: State, end: End) => Step} */
const ending = (state, end) => to({ ...state, at: "ended", end, alert: "", phoneCode: "", turn: state.turn + 1 });

/** @type {(state: State, alert: Alert) => Step} */
const warned = (state, alert) => to({ ...state, alert });

/**
 * Asks WeChat who this is; the answer opens the code. A login code counts once, so each request has a new one.
 * @type {(state: State) => Step}
 */
function opening(state) {
  const turn = state.turn + 1;
  return to({ ...state, at: "opening", alert: "", end: "", turn }, [{ type: "login", turn }]);
}

/** @type {(state: State, scene: string, entry: number) => Step} */
function opened(state, scene, entry) {
  const { turn } = state;
  if (!scene) return to({ ...START, turn: turn + 1 });
  const same = state.code !== null && state.code.scene === scene;
  return opening({ ...START, turn, code: { scene, entry }, handshake: same ? state.handshake : "" });
}

/** @type {(state: State) => Step} */
function again({ turn, code, handshake, acknowledged }) {
  return code ? opening({ ...START, turn, code, handshake, acknowledged }) : to({ ...START, turn: turn + 1 });
}

/** @type {(state: State, code: string) => Step} */
function sendOpen(state, code) {
  if (!state.code) return to(state);
  const { scene, entry } = state.code;
  const request = {
    code,
    scene,
    entry,
    ...(state.handshake && { handshake: state.handshake }),
    ...(state.acknowledged && { acknowledged: true }),
  };
  return to(state, [{ type: "open", turn: state.turn, request }]);
}

/** @type {(state: State, asked: Asked, now: number) => Step} */
function answered(state, asked, now) {
  if (!asked.handshake) return to({ ...state, at: "warning", asked });
  const { handshake, choices } = asked;
  const chosen = choices.includes(state.chosen) ? state.chosen : "";
  const deadline = now + asked.expiresIn * 1000;
  return to({ ...state, at: "asking", asked, handshake, chosen, deadline, left: asked.expiresIn });
}

/**
 * What the person must still do before they can confirm.
 * @type {(state: State) => Alert | ""}
 */
function missing(state) {
  if (!state.asked) return "noAnswer";
  if (state.asked.choices.length > 0 && !state.chosen) return "chooseNumber";
  return state.asked.terms.length > 0 && !state.agreed ? "agree" : "";
}

/**
 * Whether confirming asks WeChat for the phone number first.
 * @type {(state: State) => boolean}
 */
function asksPhone({ asked, phoneCode }) {
  return asked !== null && !phoneCode && (asked.phoneNumber === "required" || asked.phoneNumber === "optional");
}

/** @type {(state: State) => Step} */
function sendConfirm(state) {
  const alert = missing(state);
  if (alert) return warned(state, alert);
  const turn = state.turn + 1;
  const { handshake, chosen, phoneCode } = state;
  const nickname = state.nickname.trim();
  const request = {
    handshake,
    agreed: /** @type {const} */ (true),
    ...(chosen && { number: chosen }),
    ...(phoneCode && { phoneCode }),
    ...(nickname && { nickname }),
  };
  return to({ ...state, at: "confirming", alert: "", turn }, [{ type: "confirm", turn, request }]);
}

/** @type {(state: State) => Step} */
function decline(state) {
  // Nothing was scanned before the warning was read, so there is nothing to take back.
  if (state.at === "warning") return ending(state, "declined");
  const turn = state.turn + 1;
  const { handshake } = state;
  return to({ ...state, at: "declining", alert: "", turn }, [{ type: "cancel", turn, handshake }]);
}

/** @type {(state: State) => Step} */
function ask(state) {
  const turn = state.turn + 1;
  return to({ ...state, turn }, [{ type: "outcome", turn, handshake: state.handshake }]);
}

/**
 * Waits until the computer has the login: only then is the person logged in.
 * @type {(state: State, now: number) => Step}
 */
function follow(state, now) {
  return ask({ ...state, at: "following", alert: "", phoneCode: "", doubts: 0, until: now + LONGEST });
}

/** @type {(state: State) => Step} */
const pause = (state) => to(state, [{ type: "pause", turn: state.turn }]);

/** @type {(state: State, outcome: Outcome) => Step} */
function outcome(state, { status, loggedIn }) {
  if (loggedIn) return to({ ...state, at: "loggedIn" });
  if (status !== AUTHORIZED) return ending(state, "notFetched");
  // The server cannot know it of every code.
  if (loggedIn === undefined) return to({ ...state, at: "confirmed" });
  return pause({ ...state, doubts: 0 });
}

/** @type {(state: State) => Step} */
function logOut(state) {
  const turn = state.turn + 1;
  const { handshake } = state;
  return to({ ...state, at: "loggingOut", alert: "", turn }, [{ type: "logOut", turn, handshake }]);
}

/** @type {(state: State, now: number) => Step} */
function tick(state, now) {
  const left = Math.max(0, Math.ceil((state.deadline - now) / 1000));
  if (left > 0) return to({ ...state, left });
  // Whether a confirmation without an answer came in time, the server knows.
  return state.unsure ? follow(state, now) : ending(state, "expired");
}

/**
 * What a refusal ends in when nothing better is known.
 * @type {Record<Failure, End>}
 */
const END_OF = {
  offline: "offline",
  away: "away",
  busy: "away",
  tooOften: "tooOften",
  unknown: "notACode",
  taken: "taken",
  gone: "expired",
  wrongNumber: "wrongNumber",
  forwarded: "forwarded",
  codeRefused: "wechat",
  phoneCodeRefused: "wechat",
  risky: "risky",
  phoneRequired: "away",
  conflict: "conflict",
  loginOnly: "loginOnly",
  notAgreed: "away",
  other: "away",
};

/**
 * What the person can put right without leaving the page.
 * @type {Partial<Record<Failure, Alert>>}
 */
const ALERT_OF = {
  offline: "noAnswer",
  away: "noAnswer",
  busy: "busy",
  tooOften: "busy",
  phoneCodeRefused: "phoneAgain",
  phoneRequired: "phoneNeeded",
  notAgreed: "agree",
};

/**
 * Whether a failure tells nothing of the code: the same request may well succeed a moment later.
 * @type {(failure: Failure) => boolean}
 */
const passes = (failure) => failure === "offline" || failure === "away" || failure === "busy" || failure === "tooOften";

/** @type {(state: State, failure: Failure, now: number) => Step} */
function refused(state, failure, now) {
  switch (state.at) {
    case "opening":
      if (failure === "codeRefused" && !state.renewed) return opening({ ...state, renewed: true });
      // A handshake that the server no longer takes must not stand in the way of the next try.
      return ending({ ...state, handshake: passes(failure) ? state.handshake : "" }, END_OF[failure]);
    case "confirming":
    case "declining": {
      const alert = ALERT_OF[failure];
      if (!alert) return ending(state, END_OF[failure]);
      return backToAsking(state, failure, alert);
    }
    case "following": {
      const doubts = passes(failure) ? state.doubts : state.doubts + 1;
      if (doubts === BELIEVED) return ending(state, END_OF[failure]);
      return now < state.until ? pause({ ...state, doubts }) : ending(state, "unknown");
    }
    case "loggingOut":
      return to({ ...state, at: "loggedIn", alert: ALERT_OF[failure] ? "logOutFailed" : "logOutOver" });
    default:
      return to(state);
  }
}

/** @type {(state: State, failure: Failure, alert: Alert) => Step} */
function backToAsking(state, failure, alert) {
  const silent = failure === "offline" || failure === "away";
  return to({
    ...state,
    at: "asking",
    alert,
    unsure: state.unsure || (silent && state.at === "confirming"),
    phoneCode: failure === "phoneCodeRefused" ? "" : state.phoneCode,
    agreed: state.agreed && failure !== "notAgreed",
    asked: state.asked && failure === "phoneRequired" ? { ...state.asked, phoneNumber: "required" } : state.asked,
  });
}

/** @type {(state: State, away: boolean) => Step} */
function phoneNotShared(state, away) {
  if (away) return warned(state, "phoneAway");
  const needed = state.asked !== null && state.asked.phoneNumber === "required";
  return warned(state, needed ? "phoneNeeded" : "phoneNotShared");
}

/**
 * The events that count while the login stands at a place; whatever else comes is of another time.
 * @type {Record<Event["type"], readonly Place[] | "any">}
 */
const COUNTS = {
  opened: "any",
  outdated: "any",
  loginCode: ["opening"],
  noLoginCode: ["opening"],
  answered: ["opening"],
  refused: "any",
  acknowledge: ["warning"],
  decline: ["warning", "asking"],
  choose: ["asking"],
  agree: ["asking"],
  name: ["asking"],
  confirm: ["asking"],
  confirmWithoutPhone: ["asking"],
  phoneShared: ["asking"],
  phoneNotShared: ["asking"],
  confirmAnswered: ["confirming"],
  declineAnswered: ["declining"],
  outcome: ["following"],
  paused: ["following"],
  logOut: ["loggedIn"],
  logOutAnswered: ["loggingOut"],
  tick: ["asking"],
  again: ["ended"],
  noCode: ["home", "ended"],
};

/**
 * What becomes of `state` by `event`.
 * @type {(state: State, event: Event) => Step}
 */
function step(state, event) {
  const places = COUNTS[event.type];
  if (places !== "any" && !places.includes(state.at)) return to(state);
  if ("turn" in event && event.turn !== state.turn) return to(state);
  switch (event.type) {
    case "opened":
      return opened(state, event.scene, event.entry);
    case "outdated":
      return ending(state, "update");
    case "loginCode":
      return sendOpen(state, event.code);
    case "noLoginCode":
      return ending(state, "wechat");
    case "answered":
      return answered(state, event.asked, event.now);
    case "refused":
      return refused(state, event.failure, event.now);
    case "acknowledge":
      return opening({ ...state, acknowledged: true });
    case "decline":
      return decline(state);
    case "choose":
      return to({ ...state, chosen: event.number, alert: "" });
    case "agree":
      return to({ ...state, agreed: !state.agreed, alert: "" });
    case "name":
      return to({ ...state, nickname: event.nickname });
    case "confirm":
      return asksPhone(state) && !missing(state) ? phoneNotShared(state, false) : sendConfirm(state);
    case "confirmWithoutPhone":
      return state.asked?.phoneNumber === "required"
        ? phoneNotShared(state, false)
        : sendConfirm({ ...state, phoneCode: "" });
    case "phoneShared":
      return sendConfirm({ ...state, phoneCode: event.code });
    case "phoneNotShared":
      return phoneNotShared(state, event.away);
    case "confirmAnswered":
      return follow(state, event.now);
    case "declineAnswered":
      return ending(state, "declined");
    case "outcome":
      return outcome(state, event.outcome);
    case "paused":
      return event.now < state.until ? ask(state) : ending(state, "unknown");
    case "logOut":
      return logOut(state);
    case "logOutAnswered":
      return to({ ...state, at: "loggedOut" });
    case "tick":
      return tick(state, event.now);
    case "again":
      return again(state);
    case "noCode":
      return state.at === "home" ? warned(state, "noCode") : ending(state, "notACode");
  }
}

module.exports = { step, missing, asksPhone };
