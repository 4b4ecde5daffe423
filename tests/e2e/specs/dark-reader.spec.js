// Whatever changes the colours of a page: Dark Reader, filters over all of it, a person's own colours. The code stays one
// that a camera reads.
import { CHANGES, DARK_READER } from "../support/colours.js";
import { html, openBeside } from "../support/pages.js";
import { PLACES, expectRead, lastCode } from "../support/places.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

// What an extension puts into a page is no matter of the page's policy.
test.use({ bypassCSP: true });

/** What is tried in each place: all in an element of either kind, every other one elsewhere. */
const triedIn = (place, at) => Object.entries(CHANGES).filter((_, index) => place.startsWith("shadow=") || index % 2 === at % 2);

for (const [at, [place, open]] of Object.entries(PLACES).entries()) {
  test(`the code is read whatever changes the page's colours: ${place}`, async ({ page, server }) => {
    test.slow();
    const last = await lastCode(page);
    const widget = await open({ page, server });
    await widget.code.waitFor();
    await expectRead(widget, last, "before");
    for (const [what, { on, off }] of triedIn(place, at)) {
      await on(page);
      await expectRead(widget, last, what);
      await off(page);
      await expectRead(widget, last, `after: ${what}`);
    }
  });
}

for (const shadow of ["open", "none"]) {
  test(`a picture of the server's is read as well: shadow="${shadow}"`, async ({ page, server, widget }) => {
    test.slow();
    const last = await lastCode(page, ({ text: _, customLogo: __, ...data }) => data);
    await openBeside(page, server, html({ shadow, tabs: "qr" }));
    await widget.pictureLoaded();
    for (const [what, { on, off }] of triedIn("a picture", shadow === "open" ? 0 : 1)) {
      await on(page);
      await expectRead(widget, last, what);
      await off(page);
      await expectRead(widget, last, `after: ${what}`);
    }
  });

  test(`Dark Reader that was there first changes nothing of it: shadow="${shadow}"`, async ({ page, server, widget }) => {
    const last = await lastCode(page);
    await page.addInitScript({ path: DARK_READER });
    await page.addInitScript(() => addEventListener("DOMContentLoaded", () => DarkReader.enable({})));
    await openBeside(page, server, html({ shadow, tabs: "qr" }));
    await widget.code.waitFor();
    await expect(page.locator("html")).toHaveAttribute("data-darkreader-mode", "dynamic");
    await expectRead(widget, last, "Dark Reader");
  });
}

test("where a page's policy forbids pictures in data: URLs, the code is read as it is drawn", async ({ page, server, complaints, browser }) => {
  const context = await browser.newContext();
  const other = await context.newPage();
  const last = await lastCode(other);
  const policy = { "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self'; style-src 'self'" };
  await openBeside(other, server, html({ tabs: "qr" }).replace('<link rel="icon" href="data:,">', ""), policy);
  const widget = new Widget(other.locator("guard-widget"));
  await widget.code.waitFor();
  await expectRead(widget, last, "without pictures");
  await context.close();
});
