// Runs the flow: its effects go to WeChat and to the server, what comes of them goes back as events, and the page that
// fits its state is shown. One lives in the app, in memory alone.

const { step } = require("./flow.js");
const { idOfQuery, idOfScan } = require("./scene.js");
const { Refused } = require("./server.js");
const { START } = require("./state.js");

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Event} Event
 * @typedef {import("./state.js").Effect} Effect
 * @typedef {"confirm" | "done" | "ended"} Page
 * @typedef {Pick<WechatMiniprogram.Wx, "login" | "scanCode" | "reLaunch" | "getEnterOptionsSync" | "exitMiniProgram">} Phone
 *
 * @typedef {object} Login
 * @property {() => State} state
 * @property {(event: Event) => void} send
 * @property {(page: Page, query: Record<string, string | undefined>) => void} arrive a page was opened
 * @property {(heard: (state: State) => void) => () => void} listen calls `heard` now and at each change; answers what ends it
 * @property {() => void} scan reads another code with the camera
 * @property {() => void} close leaves the mini program
 */

/** How long the computer is left alone between two questions, ms. */
const PAUSE = 1000;
const SECOND = 1000;

/** @type {Record<State["at"], Page>} */
const PAGE = {
  home: "confirm",
  opening: "confirm",
  warning: "confirm",
  asking: "confirm",
  confirming: "confirm",
  declining: "confirm",
  following: "done",
  confirmed: "done",
  loggedIn: "done",
  loggingOut: "done",
  loggedOut: "done",
  ended: "ended",
};

/**
 * @param {Phone} wx
 * @param {import("./server.js").Server} server
 * @returns {Login}
 */
function createLogin(wx, server) {
  let state = START;
  /** @type {Page | null} the page on the screen, or on its way there */
  let page = null;
  /** @type {ReturnType<typeof setInterval> | null} */
  let ticking = null;
  /** @type {Set<(state: State) => void>} */
  const listeners = new Set();

  /** @type {(event: Event) => void} */
  function send(event) {
    const next = step(state, event);
    const changed = next.state !== state;
    state = next.state;
    for (const effect of next.effects) void run(effect);
    keepTime();
    if (!changed) return;
    for (const heard of [...listeners]) heard(state);
    turnTo(PAGE[state.at]);
  }

  function keepTime() {
    if (state.at === "asking" && ticking === null) {
      ticking = setInterval(() => send({ type: "tick", now: Date.now() }), SECOND);
    } else if (state.at !== "asking" && ticking !== null) {
      clearInterval(ticking);
      ticking = null;
    }
  }

  /** @type {(wanted: Page) => void} */
  function turnTo(wanted) {
    if (page === null || page === wanted) return;
    page = wanted;
    wx.reLaunch({ url: `/pages/${wanted}/${wanted}` });
  }

  /** @type {(effect: Effect) => Promise<void>} */
  async function run(effect) {
    const { turn } = effect;
    try {
      send(await eventOf(effect));
    } catch (error) {
      send({ type: "refused", turn, now: Date.now(), failure: error instanceof Refused ? error.failure : "other" });
    }
  }

  /** @type {(effect: Effect) => Promise<Event>} */
  async function eventOf(effect) {
    const { turn } = effect;
    switch (effect.type) {
      case "login":
        return loginCode(turn);
      case "open": {
        const asked = await server.open(effect.request);
        return { type: "answered", turn, now: Date.now(), asked };
      }
      case "confirm":
        await server.confirm(effect.request);
        return { type: "confirmAnswered", turn, now: Date.now() };
      case "cancel":
        await server.cancel(effect.handshake);
        return { type: "declineAnswered", turn };
      case "outcome": {
        const outcome = await server.outcome(effect.handshake);
        return { type: "outcome", turn, now: Date.now(), outcome };
      }
      case "pause":
        await new Promise((done) => setTimeout(done, PAUSE));
        return { type: "paused", turn, now: Date.now() };
      case "logOut":
        await server.logOut(effect.handshake);
        return { type: "logOutAnswered", turn };
    }
  }

  /** @type {(turn: number) => Promise<Event>} */
  function loginCode(turn) {
    return new Promise((resolve) => {
      wx.login({
        success: ({ code }) => resolve(code ? { type: "loginCode", turn, code } : { type: "noLoginCode", turn }),
        fail: () => resolve({ type: "noLoginCode", turn }),
      });
    });
  }

  return {
    state: () => state,
    send,
    arrive(arrived, query) {
      page = arrived;
      if (state.end === "update") return turnTo(PAGE.ended);
      const scene = idOfQuery(query);
      if (scene) {
        send({ type: "opened", scene, entry: wx.getEnterOptionsSync().scene });
      } else if (query.scene || query.q) {
        send({ type: "opened", scene, entry: 0 });
        send({ type: "noCode" });
      } else if (arrived === "confirm" && state.at === "ended") {
        // Opened anew, long after the end of a login.
        send({ type: "opened", scene, entry: 0 });
      }
      turnTo(PAGE[state.at]);
    },
    listen(heard) {
      listeners.add(heard);
      heard(state);
      return () => void listeners.delete(heard);
    },
    scan() {
      wx.scanCode({
        onlyFromCamera: true,
        scanType: ["qrCode", "wxCode"],
        success: (read) => {
          const { scene, entry } = idOfScan(read);
          if (scene) send({ type: "opened", scene, entry });
          else send({ type: "noCode" });
        },
      });
    },
    close: () => void wx.exitMiniProgram({}),
  };
}

module.exports = { createLogin };
