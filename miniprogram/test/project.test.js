// What WeChat reads of the project besides its code.

const { test } = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");

const source = path.join(__dirname, "../source");
const read = (name) => fs.readFileSync(path.join(source, name), "utf8");
const json = (name) => JSON.parse(read(name));
const app = json("app.json");

test("each page has its four files", () => {
  for (const page of app.pages)
    for (const ending of ["js", "json", "wxml", "wxss"]) assert.ok(read(`${page}.${ending}`), `${page}.${ending}`);
});

test("a code opens the first page", () => {
  assert.equal(app.pages[0], "pages/confirm/confirm");
});

test("each colour of the theme is there for light and for dark", () => {
  const theme = json("theme.json");
  const used = JSON.stringify([app.window, ...app.pages.map((page) => json(`${page}.json`))])
    .match(/"@(\w+)"/g)
    .map((name) => name.slice(2, -1));
  for (const scheme of ["light", "dark"])
    assert.deepEqual(
      used.filter((name) => !(name in theme[scheme])),
      [],
    );
  assert.deepEqual(Object.keys(theme.light), Object.keys(theme.dark));
});

test("each colour of the style is there for light and for dark, and each that is used exists", () => {
  const [light, dark] = [...read("app.wxss").matchAll(/(?<!\.)page \{([^}]*)\}/g)].map(([, rules]) =>
    [...rules.matchAll(/--([\w-]+):/g)].map(([, name]) => name),
  );
  assert.deepEqual(dark, light);
  const used = ["app", ...app.pages].flatMap((page) =>
    [...read(`${page}.wxss`).matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name),
  );
  assert.deepEqual(
    [...new Set(used)].filter((name) => name !== "scale" && !light.includes(name)),
    [],
  );
});

/** The contrast of two colours, as WCAG has it. */
function contrast(one, other) {
  const luminance = (colour) => {
    const parts = colour
      .match(/\w\w/g)
      .map((hex) => parseInt(hex, 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** What is written on what. */
const WRITTEN = [
  ["text", "page"],
  ["text", "surface"],
  ["muted", "page"],
  ["muted", "surface"],
  ["primary", "surface"],
  ["primary", "page"],
  ["primary", "primary-soft"],
  ["on-primary", "primary"],
  ["danger", "danger-soft"],
  ["warning", "warning-soft"],
  ["success", "success-soft"],
];

test("everything that is written can be read, in both schemes", () => {
  for (const [, rules] of read("app.wxss").matchAll(/(?<!\.)page \{([^}]*)\}/g)) {
    const colours = Object.fromEntries(
      [...rules.matchAll(/--([\w-]+): #(\w{6})/g)].map(([, name, colour]) => [name, colour]),
    );
    for (const [ink, paper] of WRITTEN)
      assert.ok(
        contrast(colours[ink], colours[paper]) >= 4.5,
        `${ink} on ${paper}: ${contrast(colours[ink], colours[paper])}`,
      );
    assert.ok(contrast(colours["border-strong"], colours.surface) >= 3, "the edges of what can be pressed");
  }
});

test("text grows with the size that the person reads at", () => {
  for (const page of ["app", ...app.pages]) {
    for (const [rule] of read(`${page}.wxss`).matchAll(/font-size:[^;]*;/g))
      assert.match(rule, /var\(--scale\)|rpx/, `${page}: ${rule}`);
  }
});

test("nothing outside of the source is needed, and nothing of it goes unused", () => {
  const list = (folder) =>
    fs
      .readdirSync(path.join(source, folder), { withFileTypes: true })
      .flatMap((entry) =>
        entry.isDirectory() ? list(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
      );
  const scripts = list("").filter((name) => name.endsWith(".js"));
  const needed = new Set(["app.js", ...app.pages.map((page) => `${page}.js`)]);
  for (const script of scripts) {
    for (const [, name] of read(script).matchAll(/require\("([^"]+)"\)/g)) {
      assert.match(name, /^\.{1,2}\/.*\.js$/, script);
      needed.add(path.join(path.dirname(script), name));
    }
  }
  assert.deepEqual([...needed].sort(), scripts.sort());
});

/** What of WeChat is used: README.md tells the reviewer of each that WeChat counts as private. */
const INTERFACES = [
  "canIUse",
  "exitMiniProgram",
  "getAppBaseInfo",
  "getEnterOptionsSync",
  "hideHomeButton",
  "login",
  "reLaunch",
  "request",
  "scanCode",
  "setClipboardData",
  "setNavigationBarTitle",
];

test("nothing of WeChat is used that nobody was told of, and nothing is stored or logged", () => {
  const scripts = fs.readdirSync(source, { recursive: true }).filter((name) => name.endsWith(".js"));
  const code = scripts.map((name) => read(name).replace(/\/\*[^]*?\*\/|\/\/.*/g, "")).join("\n");
  const used = new Set([...code.matchAll(/\bwx\.(\w+)/g)].map(([, name]) => name));
  assert.deepEqual([...used].sort(), INTERFACES);
  assert.doesNotMatch(code, /console\.|[sS]torage|globalThis|eval\(/);
});
