// Counts what a page keeps: memory, listeners, timers, requests, channels. And a login server within the page, so that a
// thousand logins need no network.

/** The answers of a login server, by the end of the path; a poll is never answered. */
const ANSWERS = {
  "/public-config": {
    ...{ id: "demo", userPoolId: "pool", name: "Shop", requestHostname: null, publicKey: "", allowedOrigins: [], redirectUris: [] },
    loginTabs: { list: ["password", "wechat-miniprogram-qrcode"], default: "password", title: {} },
    qrcodeTabsSettings: { "wechat-miniprogram-qrcode": [{ id: "mini", title: null, isDefault: true }] },
    passwordTabConfig: { enabledLoginMethods: ["username-password"] },
    qrcode: { verifier: true, longPoll: true, numberMatch: true },
  },
  "/qrcode/gene": {
    ...{ random: "aSm3GRfT3FC-La5SpYREnQ", url: "/image.png", expiresIn: 120 },
    text: "http://127.0.0.1:40000/m/aSm3GRfT3FC-La5SpYREnQ",
  },
};

/**
 * Counts from before the first script on, and answers in the server's place.
 * @param {import("@playwright/test").Page} page that has not been opened yet
 */
export const count = (page) =>
  page.addInitScript((answers) => {
    const kept = { timers: new Set(), frames: new Set(), requests: new Set(), channels: new Set(), asked: 0, memory: null };
    Object.defineProperty(globalThis, "kept", { value: kept });

    const timed = (set, start, stop, repeats) => {
      const [begin, end] = [globalThis[start], globalThis[stop]];
      globalThis[start] = (work, ...rest) => {
        const id = begin((...values) => {
          if (!repeats) set.delete(id);
          work(...values);
        }, ...rest);
        set.add(id);
        return id;
      };
      globalThis[stop] = (id) => {
        set.delete(id);
        end(id);
      };
    };
    timed(kept.timers, "setTimeout", "clearTimeout", false);
    timed(kept.timers, "setInterval", "clearInterval", true);
    timed(kept.frames, "requestAnimationFrame", "cancelAnimationFrame", false);

    const { fetch } = globalThis;
    const answer = (url, signal) => {
      const path = Object.keys(answers).find((path) => new URL(url, location.href).pathname.endsWith(path));
      if (path) return Promise.resolve(Response.json({ code: 200, statusCode: 200, message: "", data: answers[path] }));
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
    };
    globalThis.fetch = (url, init) => {
      if (!new URL(url?.url ?? url, location.href).pathname.startsWith("/api/")) return fetch(url, init);
      kept.asked++;
      const request = answer(url?.url ?? url, init?.signal ?? url.signal);
      kept.requests.add(request);
      const over = () => kept.requests.delete(request);
      request.then(over, over);
      return request;
    };
    navigator.sendBeacon = () => true;
    // The same, as the functions of a page that has a protocol of its own.
    const never = (signal) => globalThis.fetch("/api/never", { signal });
    kept.backend = {
      config: async () => (kept.asked++, { name: "Shop", tabs: ["password", "qr"] }),
      createCode: async () => ({ id: "1", text: "https://shop.example/m/1", expiresIn: 120 }),
      check: (_code, { signal }) => never(signal),
    };

    globalThis.BroadcastChannel = class extends BroadcastChannel {
      constructor(name) {
        super(name);
        kept.channels.add(this);
      }
      close() {
        kept.channels.delete(this);
        super.close();
      }
    };

    for (const name of ["instantiate", "instantiateStreaming"]) {
      const original = WebAssembly[name];
      WebAssembly[name] = async (...all) => {
        const result = await original.apply(WebAssembly, all);
        // The names of exports are a build's own; parts of the module export nothing.
        const exported = Object.values((result.instance ?? result).exports);
        kept.memory ??= exported.find((value) => value instanceof WebAssembly.Memory);
        return result;
      };
    }
  }, ANSWERS);

/**
 * Puts boxes into `<main>` one after the other, each until it is ready, and takes them out again.
 * @param {import("@playwright/test").Page} page with {@link count}
 * @param {number} times
 * @param {{ attributes: Record<string, string>, shown: string, backend?: boolean }} box what it has; the selector of what
 *   it shows when it is ready; whether the page's own functions stand in for the server
 */
export const cycle = (page, times, box) =>
  page.evaluate(
    async ([times, { attributes, shown, backend }]) => {
      const { port1, port2 } = new MessageChannel();
      // Not a timer: those are counted, and the browser slows nested ones down.
      const turn = () =>
        new Promise((resolve) => {
          port1.onmessage = resolve;
          port2.postMessage(null);
        });
      const main = document.querySelector("main");
      for (let round = 0; round < times; round++) {
        const element = document.createElement("guard-widget");
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        if (backend) element.backend = globalThis.kept.backend;
        main.append(element);
        if (attributes.mode === "modal") element.show();
        if ((attributes.shadow === "none") !== !element.shadowRoot) throw new Error("the box is in the wrong tree");
        const end = performance.now() + 5_000;
        while (!(element.shadowRoot ?? element).querySelector(shown)) {
          if (performance.now() > end) throw new Error(`box ${round} did not come`);
          await turn();
        }
        element.remove();
        await turn();
      }
      port1.close();
    },
    [times, box],
  );

/**
 * What the page keeps now, after the garbage has been collected.
 * @param {import("@playwright/test").Page} page with {@link count}
 */
export const measure = async (page) => {
  const session = await page.context().newCDPSession(page);
  const listeners = async (expression) => {
    const { result } = await session.send("Runtime.evaluate", { expression });
    return (await session.send("DOMDebugger.getEventListeners", { objectId: result.objectId })).listeners.length;
  };
  await session.send("Performance.enable");
  const metricsNow = async () => {
    await session.send("HeapProfiler.collectGarbage");
    // Finalizers are tasks of the page; what they let go of is garbage only the next time.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1_000 })));
    return (await session.send("Performance.getMetrics")).metrics;
  };
  const of = (metrics, name) => metrics.find((one) => one.name === name).value;
  const kept = (metrics) => of(metrics, "JSEventListeners") + of(metrics, "Nodes");
  let metrics = await metricsNow();
  // On a busy machine finalizers come late. What is really kept is kept however often one looks.
  for (let calm = 0, round = 0; calm < 2 && round < 20; round++) {
    const before = kept(metrics);
    metrics = await metricsNow();
    calm = kept(metrics) < before ? 0 : calm + 1;
  }
  const metric = (name) => of(metrics, name);
  const found = {
    heap: metric("JSHeapUsedSize"),
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
    ofWindow: await listeners("window"),
    ofDocument: await listeners("document"),
    ...(await page.evaluate(() => {
      const { timers, frames, requests, channels, asked, memory } = globalThis.kept;
      const sizes = { timers: timers.size, frames: frames.size, requests: requests.size, channels: channels.size };
      return { ...sizes, asked, wasm: memory.buffer.byteLength };
    })),
  };
  await session.detach();
  return found;
};
