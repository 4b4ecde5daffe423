// The wasm module: loaded when the first box is drawn or the first call of the SDK is made, once for all of them.
import { load as loadPart } from "guard-parts";
import { file } from "./fetching.js";
import { language } from "./labels.js";
import { texts } from "./locales.js";
import { abandon } from "./mounts.js";
import { extend } from "./sheet.js";
import { trapped } from "./trap.js";

/** @typedef {ReturnType<import("guard-glue").create> & typeof import("./glue.js")} Glue */

/** @type {Promise<Glue> | undefined} */
let loading;

/** A trap of the module: whoever uses it hears of it, and the next one gets a fresh one. */
const onTrap = (error) => {
  loading = undefined;
  abandon();
  for (const tell of [...trapped]) tell(error);
};

/** The module's two files are asked for at once. */
const start = async () => {
  const wasm = file(new URL("./guard_bg.wasm", import.meta.url));
  // Whoever waits for both hears of it.
  wasm.catch(() => {});
  const files = await import("./guard-module.js");
  extend(files.panels);
  const glue = { ...files, ...files.create(files.watch(onTrap), loadPart) };
  await glue.start(await wasm);
  return glue;
};

/** Whether the module is here or on its way. */
export const isBegun = () => !!loading;

/** The initialised module. A failure is forgotten, so that the next one tries again. */
const load = async () => {
  const current = (loading ??= start());
  try {
    return await current;
  } catch (error) {
    if (loading === current) loading = undefined;
    throw error;
  }
};

/**
 * The module, and the texts in the person's language: both requests leave at once.
 * @param {string | null | undefined} wanted language tag
 */
export const ready = async (wanted) => {
  const lang = language(wanted, navigator.languages);
  const [glue, words] = await Promise.all([load(), texts(lang)]);
  return { glue, lang, texts: words };
};

const code = (error) => {
  const { CompileError, LinkError, RuntimeError } = globalThis.WebAssembly ?? {};
  // The page or the browser forbids WebAssembly.
  if (!CompileError || error instanceof CompileError) return "wasm-blocked";
  // It has trapped, or is of another version.
  return error instanceof LinkError || error instanceof RuntimeError ? "module-failed" : "load-failed";
};

/**
 * Why the module is not there, as an event tells it.
 * @param {unknown} error
 * @returns {{ code: string, message: string }}
 */
export const reason = (error) => ({ code: code(error), message: String(error?.message ?? error) });
