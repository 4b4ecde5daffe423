// The wasm module: loaded when the first element is connected, once for all of them.

/** @type {Promise<any> | undefined} */
let loading;

/** The glue with its module initialised. A failure is forgotten, so that the next element tries again. */
export const load = () => {
  loading ??= start().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
};

const start = async () => {
  // Both requests leave at once: the module is the larger one and must not wait for the glue.
  const bytes = request();
  bytes.catch(() => {});
  const glue = await import("./guard.js");
  await glue.default({ module_or_path: bytes });
  return glue;
};

const request = async () => {
  const response = await fetch(new URL("guard_bg.wasm", import.meta.url));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response;
};

/**
 * Whether the page or the browser forbids WebAssembly, rather than the network having failed.
 * @param {unknown} error
 */
export const blocked = (error) => !globalThis.WebAssembly || error instanceof WebAssembly.CompileError;
