// Phones and dialogs: nothing zooms in, and the page behind stays where it is.
import { shellOptions } from "../support/browser.js";
import { html, openBeside } from "../support/pages.js";
import { expect, test } from "../support/test.js";

// Playwright starts Chromium without scrollbars.
test.use({ launchOptions: { ...shellOptions, ignoreDefaultArgs: ["--hide-scrollbars"] } });

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });

  for (const shadow of ["open", "none"]) {
    test(`fields are so large that no browser zooms in: shadow="${shadow}"`, async ({ widget, open }) => {
      await open({ shadow, style: "--guard-font-size: 12px" });
      await widget.element.getByRole("heading").waitFor();
      for (const field of [widget.account, widget.password]) {
        const size = await field.evaluate((input) => Number.parseFloat(getComputedStyle(input).fontSize));
        expect(size).toBeGreaterThanOrEqual(16);
      }
    });
  }
});

/** A page that is longer than its window, scrolled, with a scrollbar that takes room. */
const long = (attributes) =>
  html(attributes)
    .replace("</head>", "<style>.tall { height: 3000px; background: linear-gradient(red, blue) }</style></head>")
    .replace("</main>", "</main><div class=tall></div>");

for (const shadow of ["open", "none"]) {
  test(`behind an open dialog the page neither scrolls nor moves: shadow="${shadow}"`, async ({ page, server, widget }) => {
    await openBeside(page, server, long({ mode: "modal", shadow }));
    await page.waitForFunction(() => customElements.get("guard-widget"));
    await page.evaluate(() => scrollTo(0, 700));
    const where = () => page.evaluate(() => [scrollY, document.querySelector("h1").getBoundingClientRect().x, document.querySelector(".tall").getBoundingClientRect().width]);
    const before = await where();
    expect(before[2], "the scrollbar takes room").toBeLessThan(1000);
    await widget.element.evaluate((element) => element.show());
    await widget.element.getByRole("heading").waitFor();
    await expect.poll(where).toEqual(before);
    await page.mouse.move(500, 20);
    await page.mouse.wheel(0, 400);
    await page.keyboard.press("PageDown");
    await page.waitForTimeout(300);
    expect(await where()).toEqual(before);
    await widget.element.evaluate((element) => element.hide());
    await expect.poll(() => page.evaluate(() => document.documentElement.getAttribute("style"))).toBe(null);
    await page.waitForTimeout(100);
    expect(await where()).toEqual(before);
    await page.mouse.wheel(0, 400);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(700);
  });
}

test("what the page had set itself is there again, whichever of two dialogs closes last", async ({ page, server }) => {
  await openBeside(page, server, long({ mode: "modal", id: "one" }).replace("</main>", '<guard-widget id="two" mode="modal" app-id="demo" host="/"></guard-widget></main>'));
  await page.waitForFunction(() => customElements.get("guard-widget"));
  const overflow = await page.evaluate(async () => {
    const { style } = document.documentElement;
    style.overflow = "scroll";
    const [one, two] = ["one", "two"].map((id) => document.getElementById(id));
    const seen = [];
    for (const step of [() => one.show(), () => two.show(), () => one.hide(), () => two.remove()]) {
      step();
      await new Promise((later) => setTimeout(later, 200));
      seen.push(style.overflow);
    }
    return seen;
  });
  expect(overflow).toEqual(["hidden", "hidden", "hidden", "scroll"]);
});
