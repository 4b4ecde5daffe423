// What runs in every page before its own scripts: it notes when the first usable input or code is drawn, and what the
// page costs until then and after. It has to be one function without imports: it is sent to the page as text.

/**
 * @param {object} options
 * @param {"input" | "code"} options.until what is waited for
 * @param {string} [options.typed] what is typed into the first usable input at once
 * @param {boolean} [options.counting] whether callbacks of timers and frames are counted, and nothing is waited for
 */
export function probe({ until, typed, counting }) {
  // Frames of another document are no contestant's page.
  if (window !== top) return;
  const seen = { blocking: 0, longTasks: 0, shift: 0, ready: null, callbacks: 0, kept: null };
  window.__bench = seen;

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.longTasks += 1;
      seen.blocking += Math.max(0, duration - 50);
    }
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
  document.addEventListener("guard-ready", () => (seen.ready ??= performance.now()));

  if (counting) {
    for (const name of ["setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback"]) {
      const start = window[name];
      window[name] = (callback, ...rest) => {
        const counted = (...values) => {
          seen.callbacks += 1;
          return typeof callback === "function" ? callback(...values) : undefined;
        };
        return start.call(window, counted, ...rest);
      };
    }
  }

  /** All elements of a kind, those in open shadow roots included. */
  const all = (selector, root = document, found = []) => {
    found.push(...root.querySelectorAll(selector));
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) all(selector, element.shadowRoot, found);
    }
    return found;
  };

  /** Whether an element or one above it is inert, shadow hosts included. */
  const inert = (element) => {
    for (let at = element; at; at = at.getRootNode().host) if (at.closest("[inert]")) return true;
    return false;
  };

  /** What a click at a place would meet. */
  const at = (x, y) => {
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };

  const visible = (element, least) => {
    const { width, height } = element.getBoundingClientRect();
    if (width < least || height < least) return false;
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  /** Whether somebody could type into it now: shown, enabled, and with nothing in front of it. */
  const usable = (input) => {
    if (!["text", "email", "tel", "password"].includes(input.type)) return false;
    if (input.disabled || input.readOnly || input.tabIndex < 0 || !visible(input, 8) || inert(input)) return false;
    const { left, top, width, height } = input.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    // Out of the window nothing can be hit: such an input can be scrolled to.
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return true;
    const hit = at(x, y);
    return hit === input || Boolean(hit && [...(input.labels ?? [])].some((label) => label.contains(hit)));
  };
  seen.usable = () => all("input").filter(usable);

  /** Pictures of the size of a code: a path with many moves, a loaded image, a canvas. */
  const drawn = () =>
    all("svg path").some((path) => (path.getAttribute("d") ?? "").length > 400 && visible(path, 100)) ||
    all("img").some((image) => image.complete && image.naturalWidth >= 100 && visible(image, 100)) ||
    all("canvas").some((canvas) => visible(canvas, 100));

  const look = () => {
    const [input] = until === "input" ? seen.usable() : [];
    if (!input && !(until === "code" && drawn())) {
      requestAnimationFrame(look);
      return;
    }
    if (typed) {
      input.focus();
      document.execCommand("insertText", false, typed);
      seen.isKept = () => all("input").some((field) => field.value === typed && usable(field));
    }
    // The task after this frame: what was found has been rendered by then.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.__benchSeen(String(performance.now()));
    port2.postMessage(null);
  };
  if (!counting) requestAnimationFrame(look);
}
