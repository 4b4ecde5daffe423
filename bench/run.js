// The benchmark: node run.js --runs N --into FOLDER --raw FILE --commit TEXT [--only NAME]...
// Ends with 1 when a promise is broken.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "./browser.js";
import { chart } from "./chart.js";
import { CONTESTANTS } from "./contestants/index.js";
import { idle } from "./idle.js";
import { kept } from "./kept.js";
import { measure, rehearse } from "./measure.js";
import { mounts } from "./mounts.js";
import { judge } from "./promises.js";
import { report } from "./report.js";
import { serve } from "./server.js";

/** After so many failed runs a contestant is left out: it would cost the others their time. */
const MOST_MISSES = 2;

const firstLine = (error) => error.message.split("\n")[0];
const say = (text) => process.stderr.write(`    ${text}\n`);

function options() {
  const text = { type: "string" };
  const { values } = parseArgs({
    options: { runs: text, into: text, raw: text, commit: text, only: { type: "string", multiple: true } },
  });
  const only = values.only ?? [];
  const unknown = only.find((name) => !CONTESTANTS.some((one) => one.name === name));
  if (unknown) {
    throw new Error(`there is no contestant "${unknown}"; there are ${CONTESTANTS.map(({ name }) => name).join(", ")}`);
  }
  const chosen = CONTESTANTS.filter(({ name }) => only.length === 0 || only.includes(name));
  return { ...values, runs: Number(values.runs), chosen };
}

/** Work on each of `items`, two at a time: as many as the smallest machine has cores. */
async function byTwos(items, work) {
  const queue = [...items];
  const next = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) await work(item);
  };
  await Promise.all([next(), next()]);
}

/** Whether it works at all; what does not is tried once more. */
async function rehearseAll(browser, origin, entries) {
  const fit = entries.filter(({ result }) => !result.failure);
  await byTwos(fit, async ({ contestant, result }) => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      try {
        Object.assign(result, await rehearse(browser, { contestant, origin }), { failure: null });
        return;
      } catch (error) {
        result.failure = firstLine(error);
      }
    }
  });
  for (const { result } of entries) if (result.failure) say(`${result.name} is left out: ${result.failure}`);
}

async function rounds(browser, origin, entries, runs) {
  for (let round = 0; round < runs; round += 1) {
    for (const profile of ["fast", "slow"]) {
      // Another one begins each time, so that nobody always follows the same neighbour.
      const order = entries.map((_, index) => entries[(index + round) % entries.length]);
      for (const { contestant, result } of order) {
        if (result.failure) continue;
        try {
          result[profile].push(await measure(browser, { contestant, profile, origin }));
        } catch (error) {
          result.misses += 1;
          say(`${contestant.name}, ${profile}: ${firstLine(error)}`);
          if (result.misses >= MOST_MISSES) result.failure = firstLine(error);
        }
      }
    }
    say(`round ${round + 1} of ${runs}`);
  }
}

async function manyMounts(browser, origin, entries) {
  const able = entries.filter(({ contestant, result }) => contestant.mount && !result.failure);
  await byTwos(able, async ({ contestant, result }) => {
    try {
      result.mounts = await mounts(browser, { contestant, origin });
    } catch (error) {
      result.noMount = `failed: ${firstLine(error)}`;
    }
    say(`mounts of ${contestant.name}`);
  });
}

async function watchIdle(browser, origin, entries) {
  const ours = entries.find(({ contestant, result }) => contestant.name === "guard-widget" && !result.failure);
  if (!ours) return {};
  try {
    return { ours: await idle(browser, { contestant: ours.contestant, origin }) };
  } catch (error) {
    return { failure: firstLine(error) };
  }
}

async function run() {
  const { runs, into, raw, commit, chosen } = options();
  const [load] = loadavg();
  if (load > 1) say(`this machine is busy (load ${load.toFixed(1)}): the times will be long and spread`);
  say("bundle and compress the contestants");
  const server = await serve();
  const browser = await launch(server.spki);
  try {
    const entries = chosen.map((contestant) => ({
      contestant,
      result: {
        name: contestant.name,
        title: contestant.title,
        until: contestant.until,
        noMount: contestant.noMount,
        failure: server.unfit[contestant.name] ?? null,
        misses: 0,
        oddities: [],
        fast: [],
        slow: [],
      },
    }));
    await rehearseAll(browser, server.origin, entries);
    await rounds(browser, server.origin, entries, runs);
    const seen = await watchIdle(browser, server.origin, entries);
    await manyMounts(browser, server.origin, entries);
    const results = {
      date: new Date().toISOString().slice(0, 10),
      commit: commit ?? "unknown",
      chromium: `Chromium ${browser.version()}`,
      machine: `${process.platform} with ${cpus().length} cores and ${Math.round(totalmem() / 2 ** 30)} GB`,
      runs,
      idle: seen,
      contestants: entries.map(({ result }) => result),
    };
    const judged = judge(results);
    await mkdir(into, { recursive: true });
    await mkdir(dirname(raw), { recursive: true });
    await writeFile(raw, JSON.stringify(results, null, 1));
    const document = join(into, "benchmarks.md");
    // The first time there is none.
    const before = await readFile(document, "utf8").catch(() => "");
    await writeFile(document, report(results, judged, kept(before)));
    await writeFile(join(into, "benchmarks.svg"), chart(results));
    for (const { promise, kept, figure } of judged) {
      console.log(`${kept === null ? "not judged" : kept ? "kept" : "BROKEN"}: ${promise}: ${figure}`);
    }
    return judged.every(({ kept }) => kept !== false);
  } finally {
    await browser.close();
    await server.close();
  }
}

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
}
