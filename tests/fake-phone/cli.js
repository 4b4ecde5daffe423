#!/usr/bin/env node
// The fake phone by hand, one command a line, for instance:
//   node cli.js --server http://127.0.0.1:8080 --wechat http://127.0.0.1:8081 --openid oLin
//   open Yk1…            tap Confirm          choose 42          share          text          quit
// WeChat's codes are the fake WeChat's, and `openid` is the person there who holds the phone.

const readline = require("node:readline");
const { parseArgs } = require("node:util");
const { FakePhone, codesOf } = require("./phone.js");

const { values } = parseArgs({
  options: {
    server: { type: "string" },
    wechat: { type: "string" },
    openid: { type: "string" },
    language: { type: "string", default: "en" },
  },
});
for (const name of ["server", "wechat", "openid"]) {
  if (!values[name]) {
    console.error(`--${name} is missing`);
    process.exit(2);
  }
}

const phone = new FakePhone({
  server: values.server,
  language: values.language,
  ...codesOf(values.wechat, values.openid),
});

const commands = {
  open: (scene, entry) => phone.open(scene, { entry: entry ? Number(entry) : undefined }),
  link: (link, entry) => phone.open("", { link, entry: entry ? Number(entry) : undefined }),
  tap: (...label) => phone.tap(label.join(" ")),
  choose: (number) => phone.choose(number),
  share: () => phone.sharePhone(),
  refuse: () => phone.refusePhone(),
  tick: (seconds) => phone.tick(Number(seconds ?? 1)),
  text: async () => {},
};

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [name, ...args] = line.trim().split(/\s+/);
    if (name === "quit") break;
    if (!name) continue;
    try {
      if (!commands[name]) throw new Error(`no such command; there are ${Object.keys(commands).join(", ")}, quit`);
      await commands[name](...args);
      console.log(`[${await phone.page()}]\n${await phone.text()}\n`);
    } catch (error) {
      console.error(error.message);
    }
  }
  await phone.close();
}

void main();
