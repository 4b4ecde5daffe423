// Linear memory of wasm modules, which no figure of the JavaScript heap has. Runs in every page before its own scripts,
// and so is one function without imports: it is sent as text.

/** Notes the memories of all modules as they are started; `__memories()` adds them up, in bytes. */
export function noteMemory() {
  const memories = new Set();
  window.__memories = () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  const note = (object) => {
    for (const value of Object.values(object ?? {})) {
      if (value instanceof WebAssembly.Memory) memories.add(value);
      else if (value?.constructor === Object) note(value);
    }
  };
  const started = (instance, imports) => {
    note(imports);
    // Exports have no prototype; a copy is a plain object.
    note({ ...instance.exports });
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const start = WebAssembly[name];
    WebAssembly[name] = async (source, imports, ...rest) => {
      const result = await start.call(WebAssembly, source, imports, ...rest);
      started(result.instance ?? result, imports);
      return result;
    };
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, [module, imports]) {
      const instance = new target(module, imports);
      started(instance, imports);
      return instance;
    },
  });
}
