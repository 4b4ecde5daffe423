// What goes wrong in a run: one thing in every second run, several in the others.
import { Random } from "./random.js";

/** Faults of the network and of gateways; what each does is in proxy.js. */
const NETWORK = ["late", "dropped", "lost", "reset", "half", "busy", "status", "html", "types", "deep", "big", "stale", "reordered"];
/** What the browser and the computer do; in computer.js. */
const COMPUTER = ["clock", "sleep", "hidden", "offline", "cached", "reload"];
/** Of the phone's requests: it has no box to be frozen, but must not be told a tale. */
const PHONE = ["late", "dropped", "lost", "reset", "half", "status", "html"];

/** Values of the header; a date is `date` and how far ahead it is, in s. */
const RETRY_AFTER = [undefined, "0", "1", "20", "86400", "4000000", "99999999999", "-5", "date 20", "date 90000", "date -3600", "soon"];
const STATUSES = [400, 401, 403, 404, 408, 409, 410, 425, 451, 500, 502, 503, 504];

/** The box's endpoints; most of a login is waiting for `check`. */
const ENDPOINTS = ["gene", "check", "check", "check", "userinfo", "userinfo", "abandon"];
const PHONE_ENDPOINTS = ["confirm", "outcome"];

const ALL = [...NETWORK, ...COMPUTER];

const network = (random, kind, endpoint) => ({
  kind,
  endpoint,
  from: endpoint === "check" ? random.between(0, 6) : 0,
  // A redeem that fails longer than the server waits for it is a login that nobody can have.
  count: random.between(1, endpoint === "userinfo" ? 3 : 8),
  ms: random.between(100, 30_000),
  retryAfter: random.pick(RETRY_AFTER),
  status: random.pick(STATUSES),
});

const computer = (random, kind) => ({
  kind,
  at: random.between(500, 60_000),
  ms: kind === "offline" ? random.between(500, 15_000) : random.between(500, 60_000),
  step: random.pick([-86_400_000, -3_600_000, -10_000, 10_000, 3_600_000, 86_400_000]),
  /** Whether the page's own clock counts what it sleeps. */
  counted: random.next() < 0.5,
});

/**
 * The plan of run `number` of a campaign.
 * @param {number} seed of the campaign
 * @param {number} number from 0
 */
export const plan = (seed, number) => {
  const random = new Random(Math.imul(seed, 0x9e3779b1) + number);
  const kinds = number % 2 === 0 ? [ALL[(number / 2) % ALL.length]] : Array.from({ length: random.between(2, 6) }, () => random.pick(ALL));
  const faults = [];
  const moves = [];
  for (const kind of kinds) {
    if (COMPUTER.includes(kind)) moves.push(computer(random, kind));
    else faults.push(network(random, kind, random.pick(ENDPOINTS)));
  }
  if (number % 3 === 1) faults.push(network(random, random.pick(PHONE), random.pick(PHONE_ENDPOINTS)));
  return { number, faults, moves: moves.sort((one, other) => one.at - other.at), scansAfter: random.between(0, 30_000), hesitates: random.between(0, 40_000) };
};
