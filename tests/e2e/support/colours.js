// What changes the colours of a page: Dark Reader, filters over all of it, a person's own colours.
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";

/** Dark Reader's script, as its npm package has it. */
export const DARK_READER = fileURLToPath(import.meta.resolve("darkreader"));

/** What filters out pictures again that a filter over the page has turned round. */
const PICTURES_BACK = "img, picture, video, canvas, svg image { filter: invert(1) hue-rotate(180deg) !important }";

/** A sheet of the page's own. @param {string} css */
export const sheet = (css) => ({
  on: (page) =>
    page.evaluate((css) => {
      const style = Object.assign(document.createElement("style"), { id: "colours", textContent: css });
      document.head.append(style);
    }, css),
  off: (page) => page.evaluate(() => document.getElementById("colours").remove()),
});

const darkReader = (theme) => ({
  on: async (page) => {
    if (!(await page.evaluate(() => "DarkReader" in globalThis))) await page.addScriptTag({ path: DARK_READER });
    await page.evaluate((theme) => {
      DarkReader.setFetchMethod(globalThis.fetch);
      DarkReader.enable(theme);
    }, theme);
    await expect(page.locator("html")).toHaveAttribute("data-darkreader-mode", "dynamic");
  },
  off: (page) => page.evaluate(() => DarkReader.disable()),
});

/** What changes the colours of a page, and takes it back. */
export const CHANGES = {
  "Dark Reader": darkReader({}),
  "Dark Reader, pale": darkReader({ brightness: 60, contrast: 50, sepia: 100 }),
  "Dark Reader, light": darkReader({ mode: 0, contrast: 60, grayscale: 100 }),
  "all inverted": sheet("html { filter: invert(1) }"),
  "inverted, with pictures turned back": sheet(`html { filter: invert(1) hue-rotate(180deg) } ${PICTURES_BACK}`),
  "nearly inverted": sheet("body { filter: invert(.9) contrast(.9) }"),
  "inverted twice": sheet("html, body { filter: invert(1) }"),
  grey: sheet("html { filter: grayscale(1) }"),
  "turned in hue": sheet("body { filter: hue-rotate(120deg) saturate(3) }"),
  sepia: sheet("html { filter: sepia(1) brightness(.8) }"),
  "forced colours": {
    on: (page) => page.emulateMedia({ forcedColors: "active", colorScheme: "dark" }),
    off: (page) => page.emulateMedia({ forcedColors: "none", colorScheme: "light" }),
  },
};
