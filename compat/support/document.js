// docs/compatibility.md: what was tried, when, and what it took.
import { availableParallelism } from "node:os";

const INTRODUCTION = `# Compatibility

The package as npm packs it, built by each tool in the way that its own documentation shows first, and opened in
Chromium against the real server: the card is drawn, a QR code is shown, a person logs in with a password, the app
hears of it, and the page complains of nothing. Where the tool writes no scripts into its pages, the page has the strict
policy of the README's security notes. Server-rendered apps have a second page with \`shadow="none"\`.
`;

const END = `
The lines stand in the [README](../README.md#bundlers). React 19 and Vue 3 with Vite are \`examples/react\` and
\`examples/vue\`, which \`cargo xtask test\` builds and uses; it tries \`vite-7\` and \`esbuild-single\`, too. \`cargo xtask
compat --only NAME\` tries one of them, and \`cargo xtask compat\` all, and writes this page.

What pages bring along besides, tried by the end-to-end tests with the package as it comes, with and without shadow root:

| name | version | tried | how |
| --- | --- | --- | --- |
| Dark Reader | darkreader 4.9.133 | the code read by two decoders, in a dialog, with \`startScanning\` and in Yew, too | works as it comes |
| filters, forced colours | Chromium | the same with \`invert\`, \`grayscale\`, \`hue-rotate\`, \`sepia\` over the page | works as it comes; an overlay with \`mix-blend-mode\` or \`backdrop-filter\` is not seen |
| paper | Chromium | the code of a printed page read by two decoders: dark boxes, forced colours, filters on the screen or on paper alone, print sheets as HTML5 Boilerplate's | works as it comes |
| micromodal | 0.7.0 | Tab and Shift+Tab through the box in its modal | works as it comes |
| a11y-dialog | 8.1.5 | the same | works as it comes |
| Bootstrap | bootstrap 5.3.9 | the same | works as it comes |
| focus-trap | 8.2.4 | the same | works as it comes; alone in a trap the box needs \`tabbableOptions: { getShadowRoot: true }\` |
| MUI | @mui/material 9.5.0 | the same in its Dialog and Modal, with React 19; Escape closes it | works as it comes |
| Radix | @radix-ui/react-dialog 1.3.1 | the same in its Dialog | works as it comes |
| Turbo | @hotwired/turbo 8.0.23 | back to a page out of its cache | works as it comes |
| htmx | htmx.org 2.0.11 | the same, with \`hx-boost\` | works as it comes |
| InstantClick | instantclick 3.1.0 | the same | works as it comes |
| React | react 19.3.1 | hydration, five children in slots | works as it comes |
| Vue | vue 3.5.45 | the same | works as it comes |
`;

/**
 * @param {readonly { name: string, version: string, tried: string, installing: number, seconds: number, lines?: string, failure?: string }[]} results
 * @param {{ browser: string, date: string }} when
 */
export const documentOf = (results, { browser, date }) => {
  const rows = results.map(({ name, version, tried, installing, seconds, lines, failure }) => [
    `\`${name}\``,
    version,
    tried,
    failure ? "**fails**" : lines ? `works with ${lines}` : "works as it comes",
    `${installing.toFixed(0)} + ${seconds.toFixed(0)} s`,
  ]);
  const head = ["name", "version", "tried", "how", "install + rest"];
  const table = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
  const whole = Math.ceil(results.reduce((sum, { installing, seconds }) => sum + installing + seconds, 0) / 60);
  return `${INTRODUCTION}
Tried on ${date} with Chromium ${browser} and, where the tool wants it, Node 22; ${whole} minutes in all on ${availableParallelism()} cores.

${table}
${END}`;
};
