// Runs the mini program's own source in a browser: its modules, its app, one page at a time.

import { draw } from "./draw.js";
import { expand, parse } from "./wxml.js";

/** Where `name`, as a file of the source asks for it, stands below the source. */
const resolve = (from, name) => new URL(name, `https://source/${from}`).pathname.slice(1);

export class Program {
  /**
   * @param {{ modules: Record<string, Function>, files: Record<string, string> }} source as `build.js` makes it
   * @param {object} wx
   * @param {Element} screen what the page is drawn in
   * @param {{ share: () => Promise<object>, turned: (page: string) => void }} phone asks for the phone number; is told of each page
   */
  constructor({ modules, files }, wx, screen, phone) {
    Object.assign(this, { modules, files, wx, screen, phone });
    this.loaded = new Map();
    this.app = null;
    this.page = null;
    this.pages = JSON.parse(files["app.json"]).pages;
  }

  require(name) {
    if (this.loaded.has(name)) return this.loaded.get(name).exports;
    if (!this.modules[name]) throw new Error(`no module ${name}`);
    const module = { exports: {} };
    this.loaded.set(name, module);
    const require = (asked) => this.require(resolve(name, asked));
    this.modules[name](
      require,
      module,
      module.exports,
      (app) => void (this.app = app),
      (page) => void (this.defined = page),
      () => this.app,
      this.wx,
    );
    return module.exports;
  }

  /** Opens the first page as WeChat does after a scan: the app starts, unless it runs. */
  open(query) {
    if (!this.app) {
      this.require("app.js");
      this.app.onLaunch({ path: this.pages[0], query });
    }
    this.show(this.pages[0], query);
  }

  reLaunch(url) {
    const [page, query = ""] = url.replace(/^\//, "").split("?");
    this.show(page, Object.fromEntries(new URLSearchParams(query)));
  }

  show(page, query) {
    this.close();
    this.loaded.delete(`${page}.js`);
    this.require(`${page}.js`);
    const { data, methods } = this.defined;
    const tree = parse(this.files[`${page}.wxml`]);
    const instance = Object.assign(Object.create(methods), { data: { ...data } });
    const call = (handler, event) => instance[handler](event);
    const render = () => draw(this.screen, expand(tree, instance.data), call, () => this.phone.share());
    instance.setData = (changes) => {
      Object.assign(instance.data, changes);
      if (this.page === instance) render();
    };
    this.page = instance;
    this.screen.replaceChildren();
    this.phone.turned(page);
    instance.onLoad(query);
    render();
  }

  close() {
    this.page?.onUnload();
    this.page = null;
    this.screen.replaceChildren();
  }
}
