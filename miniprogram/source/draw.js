// What every page does: it opens, draws each state of the login until it closes, and says when its window has a title.

/**
 * @typedef {import("./app.js").Shared} Shared
 * @typedef {import("./state.js").State} State
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
 * What of `data` is not drawn yet. Whatever WeChat is given travels from one of its threads to another, and a field that
 * is given again may lose what is being typed.
 * @type {(data: Record<string, any>, drawn: Record<string, any>) => Record<string, any>}
 */
function changes(data, drawn) {
  const news = Object.entries(data).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(drawn[key]));
  return Object.fromEntries(news);
}

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
      /** @type {Record<string, any>} */
      let drawn = {};
      wx.setNavigationBarTitle({ title: words.windowTitle });
      // The login says which page is shown.
      wx.hideHomeButton();
      login.arrive(name, query);
      const stop = login.listen((state) => {
        const data = { scale, ...view(state, words) };
        const news = changes(data, drawn);
        drawn = data;
        if (Object.keys(news).length > 0) page.setData(news);
      });
      listening.set(page, stop);
    },
    /** @type {(page: Drawn) => void} */
    close(page) {
      const stop = listening.get(page);
      if (stop) stop();
    },
  };
}

module.exports = { drawing, login };
