// <guard-widget>: the element's life and its face to the page. What is in the card is the wasm module's.
import { emit } from "./events.js";
import { blocked, load } from "./module.js";
import { ATTRIBUTES, OBJECTS, options, property, read, write } from "./options.js";
import { sheet } from "./sheet.js";
import { skeleton } from "./skeleton.js";
import { trouble } from "./trouble.js";

// In Node there are no elements; there the class only has to exist.
const Base = globalThis.HTMLElement ?? class {};

/** What is in the box once there is more than a skeleton. */
const DRAWN = ".guard-body:not([aria-busy] > *)";

/** What HTML itself gives every element. */
const NATIVE = ["lang"];

export class GuardWidget extends Base {
  static observedAttributes = Object.keys(ATTRIBUTES);

  #objects = {};
  #handle;
  /** What stands in the shadow root: the skeleton, the module's box or the trouble. */
  #box;
  /** Counts connections and disconnections: what was begun for an earlier one is void. */
  #turn = 0;
  #stale = false;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open", delegatesFocus: true });
    shadow.adoptedStyleSheets = [sheet()];
  }

  connectedCallback() {
    this.#takeEarlyProperties();
    const turn = ++this.#turn;
    // With a handle this was a move in the document.
    if (!this.#handle) this.#start(turn);
  }

  disconnectedCallback() {
    const turn = ++this.#turn;
    // A move is a disconnection and a connection at once; only what is still gone afterwards is gone.
    queueMicrotask(() => turn === this.#turn && !this.isConnected && this.#drop());
  }

  attributeChangedCallback(_name, before, after) {
    if (before !== after) this.#changed();
  }

  /** Makes a new QR code. */
  refreshQr() {
    this.#handle?.refreshQr();
  }

  /** Shows a tab. @param {string} tab */
  setTab(tab) {
    this.#handle?.setTab(tab);
  }

  /** Back to the start: an empty form, a new code. */
  reset() {
    this.#handle?.reset();
  }

  /** Moves the focus to the first thing to do. */
  focus(how) {
    this.#handle ? this.#handle.focus() : super.focus(how);
  }

  /** The text of the QR code that is shown. */
  get qrText() {
    return this.#handle?.qrText;
  }

  async #start(turn) {
    this.#put(skeleton(this));
    const current = () => turn === this.#turn && this.isConnected && !this.#handle;
    try {
      const { mount } = await load();
      if (current()) this.#mount(mount);
    } catch (error) {
      if (current()) this.#fail(error);
    }
  }

  #mount(mount) {
    const waiting = this.#box;
    // A new box each time: yew leaves its listeners on an old one.
    const box = document.createElement("div");
    box.hidden = true;
    this.shadowRoot.append(box);
    this.#box = box;
    const show = () => {
      observer.disconnect();
      box.hidden = false;
      waiting.remove();
    };
    // The module draws in several goes and begins with a skeleton of its own. Ours stays until there is a card, and
    // then the two change places between two frames.
    const observer = new MutationObserver(() => box.querySelector(DRAWN) && show());
    observer.observe(box, { childList: true, subtree: true });
    try {
      this.#handle = mount(box, this.#options(), (name, detail) => {
        if (this.#box !== box) return false;
        show();
        return emit(this, name, detail);
      });
    } catch (error) {
      observer.disconnect();
      box.remove();
      throw error;
    }
  }

  #fail(error) {
    this.#put(trouble(this));
    const code = blocked(error) ? "wasm-blocked" : "load-failed";
    emit(this, "error", { code, message: String(error?.message ?? error) });
  }

  #put(box) {
    this.#box = box;
    this.shadowRoot.replaceChildren(box);
  }

  #drop() {
    const handle = this.#handle;
    this.#handle = undefined;
    handle?.unmount();
    handle?.free();
    this.#box = undefined;
    this.shadowRoot.replaceChildren();
  }

  #options() {
    return options(this, this.#objects);
  }

  /** Tells the module of all changes made in one go, and never from inside one of its own calls. */
  #changed() {
    if (this.#stale || !this.#handle) return;
    this.#stale = true;
    queueMicrotask(() => {
      this.#stale = false;
      this.#handle?.update(this.#options());
    });
  }

  /** Properties that were set before the element was defined hide those of the class; set them once more. */
  #takeEarlyProperties() {
    for (const name of [...OBJECTS, ...Object.keys(ATTRIBUTES).map(property)]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  static {
    const define = (name, get, set) =>
      Object.defineProperty(this.prototype, name, { configurable: true, enumerable: true, get, set });
    for (const attribute of this.observedAttributes.filter((name) => !NATIVE.includes(name))) {
      const get = function () {
        return read(this, attribute) ?? (attribute === "qr-size" ? undefined : "");
      };
      define(property(attribute), get, function (value) {
        write(this, attribute, value);
      });
    }
    for (const name of OBJECTS) {
      const get = function () {
        return this.#objects[name];
      };
      define(name, get, function (value) {
        this.#objects[name] = value;
        this.#changed();
      });
    }
  }
}
