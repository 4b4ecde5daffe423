// The wasm module: loaded when the first box is drawn or the first call of the SDK is made, once for all of them.
import * as glue from "guard-glue";
import { file } from "./fetching.js";
import { texts } from "./locales.js";
import { language } from "./words.js";

/** @type {Promise<typeof glue> | undefined} */
let loading;

/** The glue with its module initialised. A failure is forgotten, so that the next one tries again. */
const load = () => {
  loading ??= start().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
};

const start = async () => {
  await glue.default({ module_or_path: file(new URL("./guard_bg.wasm", import.meta.url)) });
  return glue;
};

/**
 * The module, and the texts in the person's language: both requests leave at once.
 * @param {string | null | undefined} wanted language tag
 */
export const ready = async (wanted) => {
  const lang = language(wanted, navigator.languages);
  const [module, words] = await Promise.all([load(), texts(lang)]);
  return { glue: module, lang, texts: words };
};

/**
 * Whether the page or the browser forbids WebAssembly, rather than the network having failed.
 * @param {unknown} error
 */
const blocked = (error) => !globalThis.WebAssembly || error instanceof WebAssembly.CompileError;

/**
 * Why the module is not there, as an event tells it.
 * @param {unknown} error
 * @returns {{ code: string, message: string }}
 */
export const reason = (error) => ({
  code: blocked(error) ? "wasm-blocked" : "load-failed",
  message: String(error?.message ?? error),
});
