// The parts of the wasm module that are loaded when they are needed. The module asks for them by name.
import { file } from "./fetching.js";
import { once } from "./once.js";

/** @param {URL} url */
const compile = async (url) => {
  const response = await file(url);
  // Browsers compile while the rest is on its way, but only what the server calls by its name.
  const streamed = /^application\/wasm$/i.test(response.headers.get("content-type"));
  return streamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
};

/**
 * @param {() => Record<string, URL[]>} files that each part needs: its own, and those that it shares with others
 * @param {(css: string) => void} extend adds the style of what a part draws
 */
export const parts = (files, extend) => {
  const compiled = once(compile);
  const place = async (url, exports) => {
    const module = await compiled.get(url);
    // What parts share is packed: a module that holds others.
    const packed = WebAssembly.Module.customSections(module, "m");
    try {
      // Puts the part's functions into the table that the module has left room in.
      await Promise.all((packed.length ? packed : [module]).map((part) => WebAssembly.instantiate(part, { m: exports })));
    } catch (error) {
      // It is of another build: the module does not export what it imports.
      compiled.forget(url);
      throw error;
    }
    for (const css of WebAssembly.Module.customSections(module, "s")) extend(new TextDecoder().decode(css));
  };
  /** The files that are in a module already, by its exports. @type {WeakMap<WebAssembly.Exports, ReturnType<typeof once>>} */
  const placed = new WeakMap();
  return {
    /**
     * Loads a part into the module that has these exports.
     * @param {string} name
     * @param {WebAssembly.Exports} exports
     */
    load: async (name, exports) => {
      const { raw = exports } = exports;
      if (!placed.has(raw)) placed.set(raw, once(place));
      // All of them to their end: what failed is then forgotten, and who tries again asks for it anew.
      const ended = await Promise.allSettled(files()[name].map((url) => placed.get(raw).get(url, raw)));
      const failed = ended.find(({ status }) => status === "rejected");
      if (failed) throw failed.reason;
    },

    /**
     * Starts to load what a part needs, for when it is asked for. A failure is that one's to tell.
     * @param {string} name
     */
    prefetch: (name) => {
      for (const url of files()[name] ?? []) compiled.get(url).catch(() => {});
    },
  };
};
