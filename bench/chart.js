// The results as one picture: SVG with the system's own font, readable on light and dark.
import { thousands } from "./numbers.js";
import { summary } from "./statistics.js";

const WIDTH = 760;
const LABELS = 220;
const VALUES = 80;
const ROW = 26;
const BAR = 14;
const HEAD = 44;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2a24; }
  .head { font-weight: 600; }
  .ours { fill: #0b7a43; }
  .other { fill: #8b9a92; }
  .spread { stroke: #1f2a24; stroke-width: 1.5; fill: none; }
  .paper { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e3ebe6; }
    .ours { fill: #3fbf7f; }
    .other { fill: #6d7b74; }
    .spread { stroke: #e3ebe6; }
    .paper { fill: #12181a; }
  }
`;

export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function panel(contestants, profile, title, top) {
  const measured = contestants
    .map((one) => ({ ...one, time: summary(one[profile].map((run) => run.at)) }))
    .filter(({ time }) => time);
  const longest = Math.max(1, ...measured.map(({ time }) => time.high));
  const x = (ms) => LABELS + (ms / longest) * (WIDTH - LABELS - VALUES);
  const rows = measured.map(({ name, title: label, until, time }, index) => {
    const middle = top + HEAD + index * ROW + ROW / 2;
    const kind = name.startsWith("guard-widget") ? "ours" : "other";
    const what = until === "code" ? "first code" : "first input";
    const [from, low, high, to] = [LABELS, x(time.low), x(time.high), x(time.median)].map((at) => at.toFixed(1));
    return `  <g>
    <title>${escaped(`${label}: ${what} after ${thousands(time.median)} ms`)}</title>
    <text x="${LABELS - 10}" y="${middle + 4.5}" text-anchor="end">${escaped(label)}</text>
    <rect class="${kind}" x="${from}" y="${middle - BAR / 2}" width="${(to - from).toFixed(1)}" height="${BAR}" rx="2"/>
    <path class="spread" d="M${low} ${middle - 4}v8M${low} ${middle}H${high}M${high} ${middle - 4}v8"/>
    <text x="${Number(high) + 8}" y="${middle + 4.5}">${thousands(time.median)} ms</text>
  </g>`;
  });
  const heading = `  <text class="head" x="16" y="${top + 28}">${escaped(title)}</text>`;
  return { text: [heading, ...rows].join("\n"), bottom: top + HEAD + measured.length * ROW };
}

/** The picture. */
export function chart({ contestants, runs }) {
  const title = "First usable input (QR first: first code drawn), shorter is better";
  const slow = panel(contestants, "slow", "Slow: 150 ms round trip, 1.6 Mbit/s, CPU × 4", 44);
  const fast = panel(contestants, "fast", "Fast: nothing slowed down", slow.bottom + 8);
  const height = fast.bottom + 16;
  const size = `viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(title)}">
  <style>${STYLE}</style>
  <rect class="paper" width="${WIDTH}" height="${height}" rx="8"/>
  <text class="head" x="16" y="30">${escaped(title)}; median and quartiles of ${runs} runs</text>
${slow.text}
${fast.text}
</svg>
`;
}
