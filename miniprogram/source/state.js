// What the flow of a login speaks of: its state, the events that change it, the effects that it asks for.

/**
 * @typedef {import("./server.js").Asked} Asked
 * @typedef {import("./server.js").Outcome} Outcome
 * @typedef {import("./failure.js").Failure} Failure
 *
 * Where the login stands.
 * @typedef {"home" | "opening" | "warning" | "asking" | "confirming" | "declining"
 *   | "following" | "confirmed" | "loggedIn" | "loggingOut" | "loggedOut" | "ended"} Place
 *
 * How a login may end on the phone without a login on the computer.
 * @typedef {"declined" | "expired" | "taken" | "wrongNumber" | "forwarded" | "notACode" | "offline" | "away" | "tooOften"
 *   | "wechat" | "conflict" | "loginOnly" | "risky" | "notFetched" | "unknown" | "update"} End
 *
 * What is wrong while the person can still put it right on the same page.
 * @typedef {"chooseNumber" | "agree" | "phoneNeeded" | "phoneNotShared" | "phoneAway" | "phoneAgain" | "noAnswer" | "busy"
 *   | "logOutFailed" | "logOutOver" | "noCode"} Alert
 *
 * @typedef {object} State
 * @property {Place} at
 * @property {{ scene: string, entry: number } | null} code the code that was opened, and how (WeChat's scene value)
 * @property {boolean} acknowledged the warning was read
 * @property {boolean} renewed a second login code was asked for
 * @property {string} handshake what proves this phone to the server; kept in memory alone
 * @property {Asked | null} asked what the server told of who asks
 * @property {string} chosen the number that was chosen
 * @property {boolean} agreed the agreements are ticked
 * @property {string} nickname
 * @property {string} phoneCode the code that stands for the phone number; kept for a repeat of the same confirmation
 * @property {number} deadline when the code is over, ms
 * @property {number} left what is left of it, s
 * @property {boolean} unsure a confirmation was sent and no answer came
 * @property {number} until how long the computer is waited for, ms
 * @property {number} doubts refusals in a row while waiting
 * @property {Alert | ""} alert
 * @property {End | ""} end
 * @property {number} turn number of the request under way; what comes of an earlier one is dropped
 *
 * @typedef {{ type: "opened", scene: string, entry: number }
 *   | { type: "outdated" }
 *   | { type: "loginCode", turn: number, code: string }
 *   | { type: "noLoginCode", turn: number }
 *   | { type: "answered", turn: number, now: number, asked: Asked }
 *   | { type: "refused", turn: number, now: number, failure: Failure }
 *   | { type: "acknowledge" } | { type: "decline" } | { type: "choose", number: string } | { type: "agree" }
 *   | { type: "name", nickname: string } | { type: "confirm" } | { type: "confirmWithoutPhone" }
 *   | { type: "phoneShared", code: string } | { type: "phoneNotShared", away: boolean }
 *   | { type: "confirmAnswered", turn: number, now: number } | { type: "declineAnswered", turn: number }
 *   | { type: "outcome", turn: number, now: number, outcome: Outcome } | { type: "paused", turn: number, now: number }
 *   | { type: "logOut" } | { type: "logOutAnswered", turn: number }
 *   | { type: "tick", now: number } | { type: "again" } | { type: "noCode" }} Event
 *
 * @typedef {{ type: "login", turn: number }
 *   | { type: "open", turn: number, request: import("./server.js").OpenRequest }
 *   | { type: "confirm", turn: number, request: import("./server.js").ConfirmRequest }
 *   | { type: "cancel", turn: number, handshake: string }
 *   | { type: "outcome", turn: number, handshake: string }
 *   | { type: "pause", turn: number }
 *   | { type: "logOut", turn: number, handshake: string }} Effect
 */

/**
 * Before anything was opened.
 * @type {State}
 */
const START = {
  at: "home",
  code: null,
  acknowledged: false,
  renewed: false,
  handshake: "",
  asked: null,
  chosen: "",
  agreed: false,
  nickname: "",
  phoneCode: "",
  deadline: 0,
  left: 0,
  unsure: false,
  until: 0,
  doubts: 0,
  alert: "",
  end: "",
  turn: 0,
};

module.exports = { START };
