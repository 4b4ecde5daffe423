// `node run.js --runs N --seed S [--only NUMBER]`: many logins in which things go wrong, each by a plan that the seed
// makes. Prints a line for each that ends badly, with its story; exit 1 if there is one.
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { launchOptions } from "../support/browser.js";
import { plan } from "./plan.js";
import { Proxy } from "./proxy.js";
import { Server } from "./server.js";
import { World } from "./world.js";

const WORKERS = 2;

const { values } = parseArgs({
  options: { runs: { type: "string", default: "25" }, seed: { type: "string", default: "1" }, only: { type: "string" } },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) throw new Error("usage: run.js --runs N --seed S");

const numbers = values.only === undefined ? Array.from({ length: runs }, (_, number) => number) : [Number(values.only)];
const started = Date.now();
const counts = { pass: 0, fail: 0 };

/** Lives through runs until there are none left. */
const work = async (browser) => {
  const proxy = await Proxy.start();
  const server = await Server.start(proxy.url);
  proxy.serve(server.port);
  for (let number; (number = numbers.shift()) !== undefined; ) {
    const planned = plan(seed, number);
    const kinds = [...planned.faults.map(({ kind, endpoint }) => `${kind} ${endpoint}`), ...planned.moves.map(({ kind }) => kind)].join(", ");
    const { problems, story } = await new World(browser, proxy, server).live(planned);
    console.log(`${problems.length === 0 ? "ok" : "not ok"} ${number + 1} - run ${number} of seed ${seed}: ${kinds}`);
    counts[problems.length === 0 ? "pass" : "fail"] += 1;
    if (problems.length === 0 && values.only === undefined) continue;
    console.log([...problems.map((text) => `  PROBLEM ${text}`), `  ${JSON.stringify(planned)}`, ...story.map((line) => `  ${line}`)].join("\n"));
  }
  await server.stop();
  proxy.stop();
};

const browser = await chromium.launch(launchOptions);
await Promise.all(Array.from({ length: Math.min(WORKERS, numbers.length) }, () => work(browser)));
await browser.close();
console.log(`seed ${seed}, ${Math.round((Date.now() - started) / 1000)} s`);
console.log(`# pass ${counts.pass}`);
console.log(`# fail ${counts.fail}`);
process.exit(counts.fail === 0 ? 0 : 1);
