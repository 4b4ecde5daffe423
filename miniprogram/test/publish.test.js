const { test } = require("node:test");
const assert = require("node:assert/strict");
const { command } = require("../tools/publish.js");

const project = { appid: "wx0123456789abcdef", server: "https://login.shanlan.cn" };
const key = ["--key", "private.key"];

test("what only the operator knows is asked for before anything is sent", () => {
  /** @type {[string[], object, RegExp][]} */
  const cases = [
    [[], project, /npm run preview/],
    [["preview", ...key], { ...project, appid: "" }, /AppID/],
    [["preview", ...key], { ...project, server: "https://login.example.com" }, /login server/],
    [["preview", ...key], { ...project, server: "http://login.shanlan.cn" }, /https/],
    [["preview", ...key], { ...project, server: "https://login.shanlan.cn/" }, /slash/],
    [["preview"], project, /--key/],
    [["upload", ...key], project, /--version/],
  ];
  for (const [args, wrong, words] of cases) assert.throws(() => command(args, wrong), words);
});

test("the settings of the project are those that are uploaded", () => {
  for (const action of ["preview", "upload"]) {
    const args = command([action, ...key, "--version", "1.2.0"], project);
    assert.equal(args[0], action);
    assert.equal(args[args.indexOf("--appid") + 1], project.appid);
    assert.equal(args[args.indexOf("--use-project-config") + 1], "true");
    assert.equal(args[args.indexOf("--uv") + 1], "1.2.0");
  }
});
