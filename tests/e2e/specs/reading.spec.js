// A camera can read the code, at every density of screen and every size.
import { read } from "../support/qr.js";
import { expect, test } from "../support/test.js";

const SIZES = [160, 205, 240, 320];

for (const ratio of [1, 2, 3]) {
  test.describe(`at ${ratio} device pixels to a CSS pixel`, () => {
    test.use({ deviceScaleFactor: ratio });

    for (const size of SIZES) {
      test(`both decoders read the code at ${size} px, whose modules are whole device pixels`, async ({ open }) => {
        const widget = await open({ "default-tab": "qr", "qr-size": String(size) });
        await widget.code.waitFor();
        const { width, modules, tile } = await widget.code.evaluate((svg) => ({
          width: svg.getBoundingClientRect().width,
          modules: svg.viewBox.baseVal.width,
          tile: svg.parentElement.clientWidth,
        }));
        // The largest side that fits into the room with whole device pixels for each of the modules. The page is 368 px
        // wide, so the tile of the largest code is smaller than asked for.
        const asked = (size * 49) / 41;
        const room = Math.min(asked, tile);
        if (size <= 240) expect(Math.abs(tile - asked)).toBeLessThan(1);
        const expected = (Math.floor((room * ratio + 0.01) / modules) * modules) / ratio;
        // Layout knows 64ths of a pixel.
        expect(width).toBeCloseTo(expected, 1);
        const text = await widget.codeText();
        await expect.poll(() => read(widget.element)).toEqual({ rqrr: text, quircs: text });
      });
    }
  });
}

for (const size of SIZES) {
  test(`at ${size} px the tile holds the code, and the card holds the tile`, async ({ page, open }) => {
    const widget = await open({ "default-tab": "qr", "qr-size": String(size) });
    await page.evaluate(() => (document.querySelector("main").style.maxWidth = "none"));
    await widget.code.waitFor();
    const box = (part) => widget.element.locator(part).first().evaluate((element) => element.getBoundingClientRect().toJSON());
    const [code, tile, card] = [await box("[part=qr-code]"), await box(".guard-tile"), await box("[part=base]")];
    const inside = (inner, outer) =>
      inner.left >= outer.left - 0.5 && inner.right <= outer.right + 0.5 && inner.top >= outer.top - 0.5 && inner.bottom <= outer.bottom + 0.5;
    expect(inside(code, tile), `code ${JSON.stringify(code)} in tile ${JSON.stringify(tile)}`).toBe(true);
    expect(inside(tile, card), `tile ${JSON.stringify(tile)} in card ${JSON.stringify(card)}`).toBe(true);
  });
}

test("the code is one path, on white with a quiet zone of four modules, in both themes", async ({ open }) => {
  const widget = await open({ "default-tab": "qr", theme: "dark" });
  await widget.code.waitFor();
  await expect(widget.code.locator("path")).toHaveCount(1);
  await expect(widget.code).toHaveAccessibleName("QR code to log in to Shanlan");
  const { x, modules, white } = await widget.code.evaluate((svg) => ({
    x: svg.viewBox.baseVal.x,
    modules: svg.viewBox.baseVal.width,
    white: getComputedStyle(svg.querySelector("rect")).fill,
  }));
  expect(x).toBe(-4);
  expect(white).toBe("rgb(255, 255, 255)");
  const path = await widget.code.locator("path").getAttribute("d");
  expect(path).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/);
  expect((modules - 8 - 17) % 4, "a size that QR codes have").toBe(0);
});

test("a code in dark mode is read as well", async ({ page, open }) => {
  const widget = await open({ "default-tab": "qr", theme: "dark" });
  await widget.code.waitFor();
  const text = await widget.codeText();
  await expect.poll(() => read(page)).toEqual({ rqrr: text, quircs: text });
});
