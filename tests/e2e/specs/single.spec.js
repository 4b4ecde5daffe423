// The package in one file: it asks for no other one, whatever is done with the box.
import { allTold, asked, path } from "../support/asked.js";
import { openBeside, tag } from "../support/pages.js";
import { expect, test } from "../support/test.js";

const PAGE = `<!doctype html><html lang="en"><link rel="icon" href="data:,">
<script type="module" src="/dist/single.js"></script>${tag()}</html>`;

/** As strict as the box allows: a data: URL may not be asked for either. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:";

test("card, code and login come from this one file", async ({ page, server, widget }) => {
  const files = asked(page, path);
  await openBeside(page, server, PAGE, { "content-security-policy": POLICY });
  await widget.element.getByRole("heading").waitFor();
  await widget.showCode();
  await widget.passwordTab.click();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  await allTold(page);
  expect(files.filter((path) => path.startsWith("/dist/"))).toEqual(["/dist/single.js"]);
});
