// Runs the programs of the tools, each in a process group of its own, so that what it starts ends with it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** How long a program may take, in ms: on a slow machine an installation takes minutes. */
const LIMIT = 600_000;

/** How long a development server may take until it answers, in ms. */
const START = 120_000;

/** How long a server may take to end, in ms. */
const GRACE = 3_000;

/** Nobody asks the tools to count us, and a server of theirs need not open a browser. */
const ENVIRONMENT = {
  ASTRO_TELEMETRY_DISABLED: "1",
  BROWSER: "none",
  CI: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NG_CLI_ANALYTICS: "false",
  NUXT_TELEMETRY_DISABLED: "1",
  PARCEL_DISABLE_ANALYTICS: "1",
};

export const freePort = async () => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
};

/** What runs now. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

const start = (command, folder, more) => {
  const { PATH = "" } = process.env;
  // A tool that needs another Node has it among its packages.
  const path = [join(folder, "node_modules/.bin"), PATH].join(delimiter);
  const child = spawn(command, {
    cwd: folder,
    detached: true,
    env: { ...process.env, ...ENVIRONMENT, ...more, PATH: path },
    shell: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.on("exit", () => running.delete(child));
  const said = { text: "" };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said.text += text));
  return { child, said };
};

/** @param {import("node:child_process").ChildProcess} child @param {NodeJS.Signals} name */
const signal = ({ pid }, name) => {
  try {
    process.kill(-pid, name);
  } catch {
    // The whole group has ended.
  }
};

const end = async (child) => {
  signal(child, "SIGTERM");
  if (running.has(child)) await Promise.race([once(child, "exit"), pause(GRACE)]);
  signal(child, "SIGKILL");
};

/** Ends all that runs: a group of its own hears of no Ctrl-C. */
export const endAll = () => running.forEach((child) => signal(child, "SIGKILL"));

/** Runs a command to its end; one that fails is an error with all that it said. */
export const run = async (command, folder, environment = {}) => {
  const { child, said } = start(command, folder, environment);
  const timer = setTimeout(() => end(child), LIMIT);
  const [code] = await once(child, "close");
  clearTimeout(timer);
  if (code !== 0) throw new Error(`\`${command}\` failed (${code}):\n${said.text}`);
};

/**
 * Starts a server, which is told its port as `PORT`, and waits until it answers.
 * @returns {Promise<{ url: string, stop(): Promise<void>, said(): string }>}
 */
export const serve = async (command, folder, environment = {}) => {
  const port = await freePort();
  const { child, said } = start(command, folder, { ...environment, PORT: String(port), HOST: "127.0.0.1" });
  const url = `http://127.0.0.1:${port}`;
  const late = Date.now() + START;
  while (!(await fetch(url).then(({ ok }) => ok, () => false))) {
    if (child.exitCode !== null || Date.now() > late) {
      await end(child);
      throw new Error(`\`${command}\` does not answer:\n${said.text}`);
    }
    await pause(100);
  }
  return { url, stop: () => end(child), said: () => said.text };
};
