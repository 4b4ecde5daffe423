// Results as a run writes them, for the tests: small, and all promises kept.

const run = (at, more) => ({
  at,
  blocking: 0,
  longTasks: 0,
  shift: 0,
  ready: null,
  requests: 5,
  requestsUntil: 4,
  bytes: 70_000,
  bytesUntil: 12_000,
  heap: 2 * 1024 * 1024,
  ...more,
});

export const contestant = (name, at, more = {}) => ({
  name,
  title: name,
  until: name.endsWith("-qr") ? "code" : "input",
  failure: null,
  misses: 0,
  oddities: [],
  kept: name.endsWith("-qr") ? null : true,
  fast: [run(at / 5), run(at / 5), run(at / 5)],
  slow: [run(at - 10), run(at), run(at + 10)],
  noMount: name.endsWith("-qr") ? "as above" : undefined,
  mounts: name.endsWith("-qr") ? undefined : { before: 1e6, after: 2e6, usable: 1000, first: 3, last: 3.2 },
  ...more,
});

export const results = (change = {}) => {
  const contestants = [
    contestant("guard-widget", 500),
    contestant("guard-widget-qr", 1000),
    contestant("hanko", 1500, { slow: [run(1500, { blocking: 200 })] }),
  ];
  for (const one of contestants) Object.assign(one, change[one.name]);
  return {
    date: "2026-01-02",
    commit: "abc",
    chromium: "Chromium 1",
    machine: "linux with 2 cores and 8 GB",
    runs: 3,
    idle: change.idle ?? { ours: { requests: 0, callbacks: 0, longTasks: 0, layouts: 0 } },
    contestants: contestants.filter(({ name }) => !(change.without ?? []).includes(name)),
  };
};

export { run };
