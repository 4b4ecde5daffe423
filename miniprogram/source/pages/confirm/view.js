// What the page *confirm* shows of a state.

const { asksPhone, missing } = require("../../flow.js");
const { fill } = require("../../words/words.js");

/**
 * @typedef {import("../../state.js").State} State
 * @typedef {import("../../server.js").Context} Context
 * @typedef {import("../../words/words.js").Words} Words
 */

/** What the server calls a browser or system that it does not know. */
const UNKNOWN = "Unknown";

/** @type {(age: number, words: Words) => string} */
function ago(age, words) {
  if (age < 5) return words.justNow;
  return age < 90 ? fill(words.secondsAgo, { n: age }) : fill(words.minutesAgo, { n: Math.round(age / 60) });
}

/** @type {(context: Context, words: Words) => string} */
function device({ browser, os }, words) {
  if (browser === UNKNOWN && os === UNKNOWN) return words.unknown;
  /** @type {(name: string) => string} */
  const known = (name) => (name === UNKNOWN ? words.unknown : name);
  return fill(words.on, { browser: known(browser), os: known(os) });
}

/** @type {(context: Context, words: Words) => { name: string, value: string, look: string }[]} */
function facts(context, words) {
  const site = context.origin ? context.origin.replace(/^https:\/\//, "") : words.unknownSite;
  return [
    { name: words.site, value: site, look: "value strong" },
    { name: words.device, value: device(context, words), look: "value" },
    { name: words.network, value: context.network, look: "value" },
    { name: words.time, value: ago(context.age, words), look: "value" },
  ];
}

/** @type {(text: string) => string} */
const initial = (text) => [...text][0] || "?";

/** @type {(state: State, words: Words) => Record<string, any>} */
function account({ asked }, words) {
  if (!asked) return {};
  const { known, photo, phone } = asked.account;
  const name = asked.account.nickname || words.noName;
  return { known, fresh: !known, photo, initial: initial(name), name, phone };
}

/** @type {(state: State, words: Words) => Record<string, any>} */
function decision(state, words) {
  const { asked } = state;
  if (!asked) return {};
  const sharing = asksPhone(state);
  return {
    choices: asked.choices.map((number) => ({
      number,
      chosen: number === state.chosen,
      label: fill(words.numberLabel, { n: number }),
      look: number === state.chosen ? "choice chosen" : "choice",
    })),
    terms: asked.terms.map(({ title, url }) => ({ title, url, label: fill(words.copyTerms, { title }) })),
    agreed: state.agreed,
    tick: state.agreed ? "tick ticked" : "tick",
    // WeChat asks for the number as soon as the button is pressed, and each time is paid for: not before all else is done.
    shares: sharing && !missing(state),
    without: sharing && asked.phoneNumber === "optional",
    why: sharing ? words.phoneWhy : "",
    left: fill(words.left, { n: state.left }),
  };
}

/** @type {(state: State, words: Words) => Record<string, any>} */
function view(state, words) {
  const { at, asked } = state;
  const warning = at === "warning" && asked !== null;
  const ask = (at === "asking" || at === "confirming" || at === "declining") && asked !== null;
  const app = asked ? asked.context.appName : "";
  return {
    say: words,
    home: at === "home",
    loading: !ask && !warning && at !== "home",
    warning,
    ask,
    logo: ask && asked ? asked.logo : "",
    letter: initial(app),
    title: warning ? words.warningTitle : fill(words.title, { app }),
    facts: asked ? facts(asked.context, words) : [],
    plain: ask && asked.context.plain,
    account: account(state, words),
    alert: state.alert ? words.alerts[state.alert] : "",
    busy: at === "confirming" || at === "declining",
    ...decision(state, words),
  };
}

module.exports = { view };
