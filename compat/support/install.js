// Puts an app together as its developer would: the fixture's files, its packages, and ours as npm packs it.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { run } from "./programs.js";

const HERE = resolve(import.meta.dirname, "..");

/**
 * The package as npm would publish it.
 * @param {string} dist
 * @param {string} into
 */
export const pack = async (dist, into) => {
  const { name, version } = JSON.parse(await readFile(join(dist, "package.json"), "utf8"));
  await run(`npm pack --silent --pack-destination "${into}"`, dist);
  return join(into, `${name}-${version}.tgz`);
};

/** Installs what package.json says, or the lock file where there is one, unless that has been done. */
const installed = async (folder) => {
  const stamp = join(folder, "node_modules/.compat");
  const isLocked = existsSync(join(folder, "package-lock.json"));
  const names = ["package.json", ...(isLocked ? ["package-lock.json"] : [])];
  const hash = createHash("sha256");
  for (const name of names) hash.update(await readFile(join(folder, name)));
  const wanted = hash.digest("hex");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  await rm(join(folder, "node_modules"), { recursive: true, force: true });
  await run(`npm ${isLocked ? "ci" : "install --no-package-lock"} --no-audit --no-fund --loglevel=error`, folder);
  await writeFile(stamp, wanted);
};

/**
 * The app of a tool, ready to be built.
 * @param {import("../tools.js").Tool} tool
 * @param {string} into
 * @param {string} tarball
 */
export const install = async ({ name, from }, into, tarball) => {
  const folder = join(into, name);
  await mkdir(folder, { recursive: true });
  // Only the packages stay from the last time: an old cache of a bundler knows an old build of ours.
  const old = (await readdir(folder)).filter((entry) => entry !== "node_modules");
  for (const entry of old) await rm(join(folder, entry), { recursive: true, force: true });
  if (from) await cp(join(HERE, from), folder, { recursive: true });
  await cp(join(HERE, "fixtures", name), folder, { recursive: true });
  await installed(folder);
  const own = join(folder, "node_modules/guard-widget");
  await rm(own, { recursive: true, force: true });
  for (const cache of [".vite", ".cache"]) await rm(join(folder, "node_modules", cache), { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  await run(`tar -xzf "${tarball}" --strip-components=1 -C "${own}"`, folder);
  return folder;
};
