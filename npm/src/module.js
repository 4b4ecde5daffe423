// The wasm module: loaded when the first box is drawn or the first call of the SDK is made, once for all of them.
import { file } from "./fetching.js";
import { init } from "./glue.js";
import { language } from "./labels.js";
import { texts } from "./locales.js";

/** @type {Promise<WebAssembly.Exports> | undefined} */
let loading;

/** The error that the module has trapped with. It is in no state to go on then. */
let trap;

/** Listeners for a trap. @type {Set<(error: unknown) => void>} */
export const trapped = new Set();

/** The exports of the initialised module. A failure is forgotten, so that the next one tries again. */
const load = async () => {
  if (trap) throw trap;
  loading ??= init({ module_or_path: file(new URL("./guard_bg.wasm", import.meta.url)) });
  const current = loading;
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
  const [exports, words] = await Promise.all([load(), texts(lang)]);
  return { exports, lang, texts: words };
};

/**
 * Is called by the glue with whatever comes out of an export; all boxes of the module give way to the fallback.
 * @param {unknown} error
 */
export const onTrap = (error) => {
  if (trap || !(error instanceof WebAssembly.RuntimeError)) return;
  trap = error;
  [...trapped].forEach((tell) => tell(error));
};

/** Tries again, if need be with the whole page: the glue holds on to the module that it was made for. */
export const retry = (again) => (trap ? location.reload() : again());

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
