// What a camera would read off the screen: a screenshot, given to two decoders that share no code.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { qrReader } from "./paths.js";

/**
 * Reads the QR code in a picture.
 * @param {string} file a PNG
 * @returns {Promise<{ rqrr: string | null, quircs: string | null }>}
 */
export const readPicture = async (file) => {
  const { stdout } = await promisify(execFile)(qrReader(), [file]);
  const { rqrr, quircs } = JSON.parse(stdout);
  return { rqrr, quircs };
};

/**
 * Reads the QR code in a picture of `target`.
 * @param {import("@playwright/test").Page | import("@playwright/test").Locator} target
 */
export const read = async (target) => {
  const file = join(tmpdir(), `guard-e2e-${randomUUID()}.png`);
  await writeFile(file, await target.screenshot());
  try {
    return await readPicture(file);
  } finally {
    await rm(file, { force: true });
  }
};

/**
 * What both readers read off `target`, as soon as they read the same.
 * @param {import("@playwright/test").Page | import("@playwright/test").Locator} target
 * @returns {Promise<string>}
 */
export const readable = async (target) => {
  let seen;
  await expect
    .poll(async () => {
      seen = await read(target);
      return seen.rqrr !== null && seen.quircs === seen.rqrr;
    }, "both readers read the same")
    .toBe(true);
  return seen.rqrr;
};

/** What {@link read} answers when nothing can be read. */
export const NOTHING = { rqrr: null, quircs: null };
