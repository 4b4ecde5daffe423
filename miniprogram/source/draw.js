// What every page does: it opens, draws each state of the login until it closes, and says when its window has a title.

/**
 * @typedef {import("./app.js").Shared} Shared
 * @typedef {import("./flow.js").State} State
 * @typedef {import("./words/words.js").Words} Words
 * @typedef {{ setData: (data: Record<string, any>) => void }} Drawn
 */

/** @type {() => Shared} */
function shared() {
  const { shared } = /** @type {{ shared: Shared | null }} */ (getApp());
  if (!shared) throw new Error("the app starts before its pages");
  return shared;
}

/** The login that the pages send their events to. */
const login = () => shared().login;

/**
 * What a page's `onLoad` and `onUnload` do.
 * @param {import("./login.js").Page} name
 * @param {(state: State, words: Words) => Record<string, any>} view what the page shows of a state
 */
function drawing(name, view) {
  /** @type {WeakMap<Drawn, () => void>} */
  const listening = new WeakMap();
  return {
    /** @type {(page: Drawn, query: Record<string, string | undefined>) => void} */
    open(page, query) {
      const { login, words, scale } = shared();
      wx.setNavigationBarTitle({ title: words.windowTitle });
      login.arrive(name, query);
      listening.set(page, login.listen((state) => page.setData({ scale, ...view(state, words) })));
    },
    /** @type {(page: Drawn) => void} */
    close(page) {
      const stop = listening.get(page);
      if (stop) stop();
    },
  };
}

module.exports = { drawing, login };
