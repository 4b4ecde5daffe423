// The drawn phone's style sheets.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { styleOf } from "../wxss.js";

const read = (name) => readFileSync(new URL(`../../source/${name}`, import.meta.url), "utf8");
const DARK = "@media (prefers-color-scheme: dark)";

test("the theme that the phone is asked for wins over the browser's, in every sheet", () => {
  const sheets = ["app.wxss", ...["confirm", "done", "ended"].map((page) => `pages/${page}/${page}.wxss`)].map(read);
  assert.ok(sheets.some((sheet) => sheet.includes(DARK)));
  for (const sheet of sheets) {
    const parts = sheet.split(DARK).length;
    assert.equal(styleOf(sheet).split(DARK).length, parts, "without one, the browser's counts");
    assert.equal(styleOf(sheet, "dark").split("@media all").length, parts);
    assert.equal(styleOf(sheet, "light").split("@media not all").length, parts);
    assert.ok(!styleOf(sheet, "dark").includes(DARK) && !styleOf(sheet, "light").includes(DARK));
  }
});
