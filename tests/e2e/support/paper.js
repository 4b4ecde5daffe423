// What comes out of the printer: the page as Chromium prints it, and the sheets as a camera sees them.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { readPicture } from "./qr.js";

/** Dots per inch: less than a cheap printer has, and two to each CSS pixel. */
const DOTS = 192;

/**
 * Prints the page, and reads each sheet.
 * @param {import("@playwright/test").Page} page
 * @param {Parameters<import("@playwright/test").Page["pdf"]>[0]} settings of the printer. Colours of backgrounds are left
 *   out unless `printBackground` says otherwise, as in every browser's dialog
 * @returns {Promise<Awaited<ReturnType<typeof readPicture>>[]>}
 */
export const printed = async (page, settings = {}) => {
  const folder = await mkdtemp(join(tmpdir(), "guard-e2e-paper-"));
  try {
    const file = join(folder, "print.pdf");
    await writeFile(file, await page.pdf({ format: "A4", ...settings }));
    await promisify(execFile)("pdftoppm", ["-png", "-gray", "-r", String(DOTS), file, join(folder, "sheet")]);
    const sheets = (await readdir(folder)).filter((name) => name.endsWith(".png")).sort();
    return await Promise.all(sheets.map((name) => readPicture(join(folder, name))));
  } finally {
    await rm(folder, { recursive: true });
  }
};

/**
 * Waits until both readers read the last code off a sheet.
 * @param {import("@playwright/test").Page} page
 * @param {{ text: string | null }} last
 * @param {string} what was done to the page before
 * @param {Parameters<typeof printed>[1]} settings
 */
export const expectPrinted = (page, last, what, settings = {}) =>
  expect(async () => {
    const text = last.text;
    expect(await printed(page, settings), `on paper: ${what} ${JSON.stringify(settings)}`).toContainEqual({ rqrr: text, quircs: text });
  }).toPass({ timeout: 30_000 });
