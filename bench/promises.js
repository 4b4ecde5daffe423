// What this project promises of its box, judged by what was measured.
import { decimals, thousands } from "./numbers.js";
import { WATCHED } from "./plan.js";
import { ratio, summary } from "./statistics.js";

/** How long the first usable input may take, by Hanko's, on the slow profile. */
export const INPUT_RATIO = 0.45;
/** How long the first code may take, by Hanko's first usable input, on the slow profile. */
export const CODE_RATIO = 1.0;
/** How many requests there may be before the first usable input, the page's own included. */
export const REQUESTS = 5;

/**
 * A promise: `kept` is null where it could not be judged.
 * @typedef {{ promise: string, kept: boolean | null, figure: string }} Verdict
 */

/** @returns {Verdict[]} */
export function judge(results) {
  const find = (name) => results.contestants.find((one) => one.name === name);
  const [ours, code, hanko] = ["guard-widget", "guard-widget-qr", "hanko"].map(find);
  const of = (contestant, profile, field) => summary((contestant?.[profile] ?? []).map((run) => run[field]));
  const runs = [ours, code].flatMap((one) => [...(one?.fast ?? []), ...(one?.slow ?? [])]);
  const verdict = (promise, measured, missing, judged) => {
    if (measured) return { promise, ...judged() };
    // What was to be measured and could not be is no promise kept.
    return { promise, kept: missing?.failure ? false : null, figure: missing?.failure ?? "not measured" };
  };
  const within = (share, most) => ({ kept: share <= most, figure: `${decimals(share, 3)} ×` });

  const theirs = of(hanko, "slow", "at");
  const [input, drawn] = [of(ours, "slow", "at"), of(code, "slow", "at")];
  const blocking = [of(ours, "slow", "blocking"), of(hanko, "slow", "blocking")];
  const requests = ["fast", "slow"].map((profile) => of(ours, profile, "requestsUntil")).filter(Boolean);
  const shifts = runs.map(({ shift }) => shift);
  const strangers = (ours?.oddities ?? []).filter((oddity) => oddity.includes("another host"));

  return [
    verdict(
      `First usable input, slow: at most ${decimals(INPUT_RATIO, 2)} × Hanko's`,
      input && theirs,
      ours,
      () => within(ratio(input, theirs), INPUT_RATIO),
    ),
    verdict(
      `First code drawn, QR first, slow: at most ${decimals(CODE_RATIO, 2)} × Hanko's first usable input`,
      drawn && theirs,
      code,
      () => within(ratio(drawn, theirs), CODE_RATIO),
    ),
    verdict("Blocking time, slow: below Hanko's", blocking[0] && blocking[1], ours, () => ({
      kept: blocking[0].median < blocking[1].median,
      figure: `${thousands(blocking[0].median)} ms, Hanko ${thousands(blocking[1].median)} ms`,
    })),
    verdict(`Requests before the first usable input: at most ${REQUESTS}, one host`, requests.length > 0, ours, () => {
      const most = Math.max(...requests.map(({ median }) => median));
      const others = strangers.length > 0 ? `, and ${strangers.join(", ")}` : "";
      return { kept: most <= REQUESTS && strangers.length === 0, figure: `${decimals(most, 0)}${others}` };
    }),
    verdict("Layout shift: none in any run", shifts.length > 0, ours, () => {
      const worst = Math.max(...shifts);
      return { kept: worst === 0, figure: worst === 0 ? "0" : decimals(worst, 4) };
    }),
    verdict("What is typed into the first usable input stays", typeof ours?.kept === "boolean", ours, () => ({
      kept: ours.kept,
      figure: ours.kept ? "stays" : "is lost",
    })),
    verdict(`No work while idle, ${WATCHED} s`, results.idle?.ours, { failure: results.idle?.failure ?? ours?.failure }, () => {
      const { requests, callbacks, longTasks, layouts } = results.idle.ours;
      return {
        kept: requests + callbacks + longTasks + layouts === 0,
        figure: `${requests} requests, ${callbacks} callbacks, ${longTasks} long tasks, ${layouts} layouts`,
      };
    }),
  ];
}
