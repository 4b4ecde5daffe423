// The clock of a page, in its hands of the run: runs in the page before anything else, and stands still until `run`.

/** @param {number} wall the time on the wall at the start, in ms */
export const install = (wall) => {
  let now = 1_000;
  let last = 0;
  const timers = new Map();
  const RealDate = Date;
  const date = () => Math.floor(wall + now);
  globalThis.Date = class Date extends RealDate {
    constructor(...parts) {
      super(...(parts.length ? parts : [date()]));
    }
    static now() {
      return date();
    }
  };
  Performance.prototype.now = () => now;
  const set = (repeats) => (work, ms, ...rest) => {
    last += 1;
    // As browsers count: 32 bits with a sign, so that what is too long is no wait at all.
    const wait = Math.max(Number(ms) | 0, repeats ? 4 : 0);
    timers.set(last, { at: now + wait, every: repeats ? wait : null, call: () => work(...rest) });
    return last;
  };
  globalThis.setTimeout = set(false);
  globalThis.setInterval = set(true);
  globalThis.clearTimeout = globalThis.clearInterval = (id) => void timers.delete(id);

  const due = (end) => {
    let first = null;
    for (const [id, timer] of timers) {
      if (timer.at <= end && (!first || timer.at < first.timer.at)) first = { id, timer };
    }
    return first;
  };

  Object.defineProperty(globalThis, "runsClock", {
    value: {
      /** Lets `ms` pass. */
      async run(ms) {
        const end = now + ms;
        for (let fired = 0, next; (next = due(end)); fired += 1) {
          if (fired > 1_000) throw new Error("a timer that runs for ever");
          now = Math.max(now, next.timer.at);
          if (next.timer.every === null) timers.delete(next.id);
          else next.timer.at = now + next.timer.every;
          next.timer.call();
          for (let turn = 0; turn < 8; turn += 1) await null;
        }
        now = end;
      },
      /** Sets the clock on the wall. */
      step(ms) {
        wall += ms;
      },
      /** Sleeps: no timer runs; `counted`: the page's own clock goes on. */
      sleep(ms, counted) {
        if (counted) now += ms;
        else wall += ms;
      },
    },
  });

  // What the browser tells of itself.
  const state = { hidden: false, online: true };
  Object.defineProperty(document, "hidden", { get: () => state.hidden });
  Object.defineProperty(document, "visibilityState", { get: () => (state.hidden ? "hidden" : "visible") });
  Object.defineProperty(Navigator.prototype, "onLine", { get: () => state.online });
  Object.defineProperty(globalThis, "runsBrowser", {
    value: {
      hide(hidden) {
        state.hidden = hidden;
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      },
      online(online) {
        state.online = online;
        dispatchEvent(new Event(online ? "online" : "offline"));
      },
      leave: () => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })),
      comeBack: () => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })),
    },
  });
};
