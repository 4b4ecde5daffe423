// A campaign: many runs by a seed, two at a time, told as TAP. `--runs N --seed S [--only NUMBER]`.
import { parseArgs } from "node:util";

const WORKERS = 2;

/**
 * Lives through all runs, and ends the process: with 1 if one ended badly.
 * @param {() => Promise<{ live: (seed: number, number: number) => Promise<{ planned: object, what: string, problems: string[], story: string[] }>, stop: () => Promise<void> }>} open
 *   a world for one worker
 */
export const campaign = async (open) => {
  const { values } = parseArgs({
    options: { runs: { type: "string", default: "25" }, seed: { type: "string", default: "1" }, only: { type: "string" } },
  });
  const [runs, seed] = [Number(values.runs), Number(values.seed)];
  if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) throw new Error("usage: --runs N --seed S");
  const numbers = values.only === undefined ? Array.from({ length: runs }, (_, number) => number) : [Number(values.only)];
  const started = Date.now();
  const counts = { pass: 0, fail: 0 };
  const work = async () => {
    const world = await open();
    for (let number; (number = numbers.shift()) !== undefined; ) {
      const { planned, what, problems, story } = await world.live(seed, number);
      console.log(`${problems.length === 0 ? "ok" : "not ok"} ${number + 1} - run ${number} of seed ${seed}: ${what}`);
      counts[problems.length === 0 ? "pass" : "fail"] += 1;
      if (problems.length === 0 && values.only === undefined) continue;
      console.log([...problems.map((text) => `  PROBLEM ${text}`), `  ${JSON.stringify(planned)}`, ...story.map((line) => `  ${line}`)].join("\n"));
    }
    await world.stop();
  };
  await Promise.all(Array.from({ length: Math.min(WORKERS, numbers.length) }, work));
  console.log(`seed ${seed}, ${Math.round((Date.now() - started) / 1000)} s`);
  console.log(`# pass ${counts.pass}`);
  console.log(`# fail ${counts.fail}`);
  process.exit(counts.fail === 0 ? 0 : 1);
};
