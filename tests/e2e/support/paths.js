// Where the things under test are. `cargo xtask test` says so in the environment; the defaults are its own places.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");

/**
 * @param {string} name of the environment variable
 * @param {string} path in the repository
 * @param {string} command that makes it
 */
const place = (name, path, command) => {
  const found = process.env[name] || resolve(root, path);
  if (!existsSync(found)) throw new Error(`${found} is missing: run \`${command}\`, or set ${name}`);
  return found;
};

export const serverProgram = () => place("GUARD_SERVER_BIN", "target/debug/guard-server", "cargo build -p guard-server");
export const distDir = () => place("GUARD_DIST_DIR", "dist", "cargo xtask dist");
export const pageDir = () => place("GUARD_PAGE_DIR", "target/page", "cargo xtask test");
export const exampleDir = (name) => join(place("GUARD_EXAMPLES_DIR", "target/examples", "cargo xtask test"), name);
export const fakeWeChat = () => place("FAKE_WECHAT", "target/debug/fake-wechat", "cargo build -p guard-fake-wechat");
export const qrReader = () => place("QR_READER", "target/debug/qr-reader", "cargo build -p qr-reader");
