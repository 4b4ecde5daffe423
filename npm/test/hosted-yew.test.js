// The Yew library's copy of `guard-widget/hosted`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { YEW, forYew } from "../tools/hosted.js";

test("it is what npm/src/hosted/ makes: node npm/tools/hosted.js --yew", async () => {
  assert.equal(await readFile(YEW, "utf8"), await forYew());
});
