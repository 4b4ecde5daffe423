// On paper, as Chromium prints it: whatever the page has for its sheets, a code that somebody prints is one that a camera
// reads.
import { CHANGES, sheet } from "../support/colours.js";
import { html, openBeside } from "../support/pages.js";
import { expectPrinted } from "../support/paper.js";
import { PLACES, expectRead, lastCode } from "../support/places.js";
import { test } from "../support/test.js";
import { Widget } from "../support/widget.js";

// What a tool puts into a page is no matter of the page's policy.
test.use({ bypassCSP: true });

/** A page's sheet for paper, as HTML5 Boilerplate has it, and Bootstrap had it until version 4. */
const paper = (ground, text) =>
  sheet(`@media print { *, *::before, *::after { background: ${ground} !important; color: ${text} !important; box-shadow: none !important;
  text-shadow: none !important } img, svg { max-width: 100% !important; break-inside: avoid } a[href]::after { content: " (" attr(href) ")" } }`);

const theme = (page, name, colorScheme) =>
  Promise.all([page.emulateMedia({ colorScheme }), page.evaluate((name) => document.querySelector("guard-widget")?.setAttribute("theme", name), name)]);

/** What a page is like when it is printed, and how that is taken back. */
const PAGES = {
  "as it is": { on: () => {}, off: () => {} },
  dark: { on: (page) => theme(page, "dark", "dark"), off: (page) => theme(page, "auto", "light") },
  "with a print sheet": paper("#fff", "#000"),
  "with a print sheet without grounds": paper("transparent", "#000"),
  "with a print sheet of dark grounds": paper("#000", "#fff"),
  "dark by a filter on the screen alone": sheet("@media screen { html { filter: invert(1) hue-rotate(180deg) } }"),
  "dark by a filter that pictures are spared of, on the screen alone": sheet(
    "@media screen { html, img, svg image { filter: invert(1) } }",
  ),
  "inverted on paper alone": sheet("@media print { html { filter: invert(1) } }"),
  "inverted everywhere": CHANGES["all inverted"],
  "in forced colours": CHANGES["forced colours"],
};

/** What a person may choose when printing, in the order of {@link PAGES}. */
const PRINTERS = [{}, { printBackground: true }, { landscape: true }];

/** What is printed in each place: all in an element of either kind, every other one elsewhere. */
const printedIn = (place, at) =>
  Object.entries(PAGES)
    .map(([what, page], index) => ({ what, ...page, settings: PRINTERS[index % PRINTERS.length] }))
    .filter((_, index) => place.startsWith("shadow=") || index % 2 === at % 2);

for (const [at, [place, open]] of Object.entries(PLACES).entries()) {
  test(`a printed code is read: ${place}`, async ({ page, server }) => {
    test.slow();
    const last = await lastCode(page);
    const widget = await open({ page, server });
    await widget.code.waitFor();
    for (const { what, on, off, settings } of printedIn(place, at)) {
      await on(page);
      await expectRead(widget, last, what);
      await expectPrinted(page, last, what, settings);
      // What was made of it for the paper does not stay.
      await expectRead(widget, last, `after printing: ${what}`);
      await off(page);
    }
  });
}

for (const shadow of ["open", "none"]) {
  test(`a printed picture of the server's is read: shadow="${shadow}"`, async ({ page, server, widget }) => {
    test.slow();
    const last = await lastCode(page, ({ text: _, customLogo: __, ...data }) => data);
    await openBeside(page, server, html({ shadow, tabs: "qr" }));
    await widget.pictureLoaded();
    for (const { what, on, off, settings } of printedIn("a picture", shadow === "open" ? 0 : 1)) {
      await on(page);
      await expectRead(widget, last, what);
      await expectPrinted(page, last, what, settings);
      await off(page);
    }
  });

  test(`the end of a sheet never goes through the code: shadow="${shadow}"`, async ({ page, server, widget }) => {
    test.slow();
    const last = await lastCode(page);
    await openBeside(page, server, html({ shadow, tabs: "qr" }));
    await widget.code.waitFor();
    for (const above of [640, 700, 760, 820, 880]) {
      await page.locator("h1").evaluate((heading, above) => (heading.style.marginTop = `${above}px`), above);
      await expectPrinted(page, last, `${above} px down`);
    }
  });
}

test("where a page's policy forbids pictures in data: URLs, the printed code is read as it is drawn", async ({ browser, server }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const last = await lastCode(page);
  const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self'; style-src 'self' 'unsafe-inline'";
  const body = html({ tabs: "qr", shadow: "none" }).replace('<link rel="icon" href="data:,">', "");
  await openBeside(page, server, body, { "content-security-policy": policy });
  const widget = new Widget(page.locator("guard-widget"));
  await widget.code.waitFor();
  for (const what of ["as it is", "dark", "with a print sheet", "with a print sheet of dark grounds", "in forced colours"]) {
    const { on, off } = PAGES[what];
    await on(page);
    await expectPrinted(page, last, what);
    await off(page);
  }
  await context.close();
});
