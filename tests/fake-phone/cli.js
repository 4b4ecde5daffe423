#!/usr/bin/env node
// The fake phone by hand, one command a line, for instance:
//   node cli.js --server http://127.0.0.1:8080 --login-code URL --phone-code URL
//   open Yk1…            tap Confirm          choose 42          share          text          quit
// The two URLs answer a `POST` with `{ "code": "…" }`: they are the fake WeChat's.

const readline = require("node:readline");
const { parseArgs } = require("node:util");
const { FakePhone } = require("./phone.js");

const { values } = parseArgs({
  options: {
    server: { type: "string" },
    "login-code": { type: "string" },
    "phone-code": { type: "string" },
    language: { type: "string", default: "en" },
  },
});
for (const name of ["server", "login-code", "phone-code"]) {
  if (!values[name]) {
    console.error(`--${name} is missing`);
    process.exit(2);
  }
}

const codeOf = (url) => async () => {
  const response = await fetch(url, { method: "POST" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()).code;
};

const phone = new FakePhone({
  server: values.server,
  language: values.language,
  loginCode: codeOf(values["login-code"]),
  phoneCode: codeOf(values["phone-code"]),
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
