// The single file: the files of the package in the place of their addresses.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { inline } from "../tools/inline.js";

let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "guard-inline-"));
  await writeFile(join(folder, "a.wasm"), Uint8Array.of(0, 255));
  await writeFile(join(folder, "b.json"), "{}");
});

after(() => rm(folder, { recursive: true, force: true }));

test("each address becomes what is there, under its type", async () => {
  const source = 'f(new URL("./a.wasm", import.meta.url), new URL("./b.json", import.meta.url), new URL("./a.wasm", import.meta.url))';
  const wasm = 'new URL("data:application/wasm;base64,AP8=")';
  assert.equal(await inline(source, folder), `f(${wasm}, new URL("data:application/json;base64,e30="), ${wasm})`);
});

test("what it does not know is an error, and no file that asks for another one", async () => {
  await assert.rejects(inline("const here = import.meta.url", folder), /does not know/);
  await assert.rejects(inline('new URL("./a.png", import.meta.url)', folder), /a\.png/);
  await assert.rejects(inline('new URL("./c.wasm", import.meta.url)', folder), /ENOENT/);
});
