// The results as `docs/benchmarks.md`.
import { decimals, kilobytes, megabytes, thousands } from "./numbers.js";
import { MOUNTS, WATCHED } from "./plan.js";
import { ratio, summary } from "./statistics.js";

const NONE = "–";

/** `median (low–high)`, or the median alone where there is no spread to be seen. */
export function spread(values, write) {
  const found = summary(values);
  if (!found) return NONE;
  const [median, low, high] = [found.median, found.low, found.high].map(write);
  return low === high ? median : `${median} (${low}–${high})`;
}

/** A table of Markdown; all columns but the first are numbers, unless they are said to be `words`. */
export function table(head, rows, words = false) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = `|${head.map((_, index) => (index === 0 || words ? "---" : "---:")).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

const shifted = (shift) => (shift === 0 ? "0" : shift < 0.001 ? "< 0.001" : decimals(shift, 3));
const values = (contestant, profile, field) => contestant[profile].map((run) => run[field]);

function loading(contestants, profile, what, hanko) {
  const head = [what, "ms", "× Hanko", "requests until then", "KB until then"];
  const more = ["blocking time, ms", "layout shift", "requests in all", "KB in all"];
  const rows = contestants.map((one) => {
    const of = (field, write) => spread(values(one, profile, field), write);
    const share = ratio(summary(values(one, profile, "at")), hanko && summary(values(hanko, profile, "at")));
    const measured = one[profile].length > 0;
    return [
      one.title,
      measured ? of("at", thousands) : "not measured",
      share === null ? NONE : decimals(share, 2),
      of("requestsUntil", thousands),
      of("bytesUntil", kilobytes),
      of("blocking", thousands),
      of("shift", shifted),
      of("requests", thousands),
      of("bytes", kilobytes),
    ];
  });
  return table([...head, ...more], rows);
}

function memory(contestants) {
  const head = ["", "after start, MB", `after ${thousands(MOUNTS)} mounts, MB`, "kept of each mount, KB"];
  const more = ["mounts that became usable", "one mount, first hundred, ms", "last hundred, ms"];
  const rows = contestants.map((one) => {
    const start = spread(values(one, "fast", "heap"), megabytes);
    if (!one.mounts) return [one.title, start, `${NONE} (${one.noMount})`, NONE, NONE, NONE, NONE];
    const { before, after, usable, first, last } = one.mounts;
    return [
      one.title,
      start,
      megabytes(after),
      kilobytes((after - before) / MOUNTS),
      thousands(usable),
      decimals(first, 1),
      decimals(last, 1),
    ];
  });
  return table([...head, ...more], rows);
}

const verdicts = (judged) =>
  table(
    ["what is promised", "", "measured"],
    judged.map(({ promise, kept, figure }) => [promise, kept === null ? NONE : kept ? "kept" : "**broken**", figure]),
    true,
  );

function idleText({ idle }) {
  if (!idle?.ours) return "Not measured in this run.";
  const { requests, callbacks, longTasks, layouts } = idle.ours;
  const counts = [
    `${requests} requests`,
    `${callbacks} callbacks of timers, frames or idle periods`,
    `${longTasks} long tasks`,
    `${layouts} layouts`,
  ];
  return `\`guard-widget\`, ${WATCHED} s with the password tab shown and nobody there:
${counts.join(", ")}.
The same watch sees each of these when it is caused on purpose.`;
}

function remarks(contestants) {
  const lines = contestants.flatMap((one) => {
    const said = [];
    if (one.failure) said.push(`not measured: ${one.failure}`);
    if (!one.failure && one.misses > 0) said.push(`${one.misses} runs failed and are left out`);
    if (one.kept === false) said.push("what is typed into its first usable input is lost");
    said.push(...one.oddities);
    return said.map((text) => `- ${one.title}: ${text}.`);
  });
  if (lines.length === 0) return "Nothing odd was seen.";
  return ["In the rehearsal, in which an e-mail address is typed:", "", ...lines].join("\n");
}

const LIMITS = `\
- **One machine, one browser.** Headless Chromium on a computer with few cores; no phone, no Firefox, no Safari. Compare
  rows with each other, not with other machines.
- **Emulated slowness.** DevTools delays each request and slows the main thread. Work on other threads (Chromium
  compiles wasm, and parses scripts as they come, beside the main thread) is not slowed, which favours whoever leaves
  much to it: this widget does. Packet loss, DNS, and the TCP and TLS handshakes of a slow line are not emulated.
- **Mocks that answer at once, from the page's own host.** Hanko, Auth0, Supabase and Authing are usually asked at a
  host of their own: one more connection, and a preflight before many requests. Here they are spared both.
- **First visits only.** Every run has an empty cache. With files cached by an earlier visit the differences shrink.
- **What a peer waits for by itself is its time, too.** Hanko Elements shows its form half a second after its server
  has answered, by a timer in its code; with that gone its times would be shorter by so much.
- **A minimum of each.** The peers do more than this widget: registration, passkeys, social logins, recovery, second
  factors. Their setup is the one of their README; an app that splits or preloads their code by hand can be faster.
  Hanko asks for an e-mail address first and for the password on the next screen.
- **An input is not a login.** The first usable input is visible, enabled, in front, and rendered. That what is typed
  at that moment stays is checked once per contestant; how soon a submit would be answered is not.
- **Heap is not memory.** The figure is the JavaScript heap, the DOM objects it holds, buffers, and wasm memory, after
  garbage collection. Styles, decoded images, compiled code and the GPU are not in it. Mounts are counted in one run.`;

/** The whole document; `rest` is the section that somebody else writes. */
export function report(results, judged, rest = "") {
  const { contestants, runs, chromium, commit, date, machine } = results;
  const hanko = contestants.find(({ name }) => name === "hanko");
  const inputs = contestants.filter(({ until }) => until === "input");
  const codes = contestants.filter(({ until }) => until === "code");
  const ours = contestants.find(({ name }) => name === "guard-widget");
  const ready = ours ? spread(values(ours, "slow", "ready").filter((at) => at !== null), thousands) : NONE;
  return `# Benchmarks

Made by \`cargo xtask bench\`, which writes this file but for its last section: ${date}, commit ${commit},
${chromium}, ${runs} ${runs === 1 ? "run" : "runs"} each, ${machine}. Each figure is the median, with the quartiles in
brackets where they differ. 1 KB = 1,024 bytes.

![First usable input and first code drawn, by contestant](benchmarks.svg)

## What is promised

${verdicts(judged)}

## Slow profile

Round-trip time 150 ms, 1.6 Mbit/s down, 0.75 Mbit/s up, CPU × 4 slower.

${loading(inputs, "slow", "first usable input", hanko)}

${loading(codes, "slow", "first code drawn", hanko)}

\`guard-widget\` says \`guard-ready\`, and could log somebody in, after ${ready} ms.

## Fast profile

Nothing is slowed down.

${loading(inputs, "fast", "first usable input", hanko)}

${loading(codes, "fast", "first code drawn", hanko)}

## Memory

${memory(contestants.filter(({ until }) => until === "input"))}

## Idle

${idleText(results)}

## How it is measured

One local server serves everything over HTTP/2 with brotli 11, compressed beforehand. Each page is the bare tag and
script of the README of its contestant; what its server would say is mocked with the least that is valid. Each run is a
first visit in a fresh profile. Run *n* of all contestants comes before run *n* + 1 of any, each round begins with
another one, and nothing but the local server can be reached. The page itself is one of the requests. Blocking time is
what tasks of more than 50 ms take beyond these, from the start until the page has come to rest; bytes are those on the
wire, headers included. \`× Hanko\` compares with the first usable input of Hanko Elements on the same profile.

## Remarks

${remarks(contestants)}

## What this does not show

${LIMITS}
${rest}`;
}
