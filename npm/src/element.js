// <guard-widget>: the element's life and its face to the page. What is in the card is the wasm module's.
import { Box } from "./box.js";
import { Dialog } from "./dialog.js";
import { emit, freeze } from "./events.js";
import { late } from "./idle.js";
import { keepKeys } from "./keys.js";
import { LightSlots } from "./light.js";
import { ATTRIBUTES, OBJECTS, options, property, read, write } from "./options.js";
import { call, loaded } from "./sdk/calls.js";
import { style } from "./sheet.js";

// In Node there are no elements; there the class only has to exist.
const Base = globalThis.HTMLElement ?? class {};

/** Attributes that HTML itself gives every element, and the element acts on. */
const NATIVE = ["lang", "hidden"];

/** Stands on an element whose dialog is open. A new element that has it is a copy, out of a page that was kept as text or as
    nodes (Turbo, htmx), and nobody has opened its dialog. */
const IS_OPEN = "data-guard-open";

export class GuardWidget extends Base {
  static observedAttributes = [...Object.keys(ATTRIBUTES), ...NATIVE];

  #internals = this.attachInternals?.();
  #objects = {};
  /** @type {Box | undefined} */
  #box;
  /** @type {Dialog | undefined} */
  #dialog;
  /** @type {LightSlots | undefined} */
  #slots;
  /** Counts connections and disconnections: only the last one decides. */
  #turn = 0;
  /** The tab that was asked for before there were any. */
  #tab;
  /** Whether there is a card. */
  #ready = false;
  /** The focus was asked for before there was anything to take it. */
  #focus = false;
  /** The login that was made here. It is nowhere else. */
  #session = null;
  /** The line to other tabs, while there is a login. @type {BroadcastChannel | undefined} */
  #line;

  connectedCallback() {
    this.#takeEarlyProperties();
    this.#turn++;
    this.#arrange();
  }

  disconnectedCallback() {
    const turn = ++this.#turn;
    // A move is a disconnection and a connection at once; only what is still gone afterwards is gone.
    queueMicrotask(() => turn === this.#turn && (this.#line?.close(), this.#arrange()));
  }

  /** Style sheets stay behind with the document that they were made for. */
  adoptedCallback() {
    if (this.#box) style(this.shadowRoot ?? this, this.nonce);
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "open" || name === "mode" || name === "hidden") this.#arrange();
    else this.#box?.changed();
  }

  /** Makes a new QR code. */
  refreshQr() {
    this.#box?.mount?.refreshQr();
  }

  /** Shows a tab. @param {string} tab */
  setTab(tab) {
    const [, ...tabs] = ATTRIBUTES["default-tab"];
    if (!tabs.includes(tab)) throw new RangeError(`there is no tab \`${tab}\`: use \`${tabs.join("`, `")}\``);
    if (this.#box?.mount) this.#box.mount.setTab(tab);
    else this.#tab = tab;
  }

  /** Opens the dialog, or makes a hidden box visible. */
  show() {
    if (this.mode === "modal") this.open = true;
    else this.hidden = false;
  }

  /** Closes the dialog, or hides the box. Nothing of it goes on then. */
  hide() {
    if (this.mode === "modal") this.open = false;
    else this.hidden = true;
  }

  /** Back to the start: an empty form, a new code. */
  reset() {
    this.#box?.mount?.reset();
  }

  /** Moves the focus to the first thing to do. @param {FocusOptions} [how] */
  focus(how) {
    if (this.#ready) this.#box.mount?.focus(!!how?.preventScroll);
    else if (this.#tab === "qr" || !this.#box?.focus(how)) this.#focus = true;
  }

  /** Ends the session at the server and forgets it. */
  async logout() {
    const { token, user } = this.#session ?? {};
    this.#keep(null);
    this.reset();
    const { glue, lang, texts } = await loaded(this.lang);
    await call((done) => glue.logout({ ...this.#options(), lang, texts }, token ?? user?.token, done));
  }

  /** The login that was made in this element, from memory. */
  async getSession() {
    return this.#session;
  }

  /** The text of the QR code that is shown. */
  get qrText() {
    return this.#box?.mount?.qrText;
  }

  // With `shadow="none"` the page's children may be in slots of the box, while its framework takes them for children of
  // the element.

  /** What takes over a server's rendering finds no box in it, which nobody has rendered. */
  get firstChild() {
    return this.#slots ? this.#slots.first : super.firstChild;
  }

  insertBefore(child, before) {
    return super.insertBefore(child, this.#slots?.placeOf(before) ?? before);
  }

  removeChild(child) {
    return this.#slots?.remove(child) ? child : super.removeChild(child);
  }

  replaceChild(child, old) {
    const place = this.#slots?.placeOf(old) ?? old;
    if (place === old) return super.replaceChild(child, old);
    super.insertBefore(child, place);
    return this.removeChild(old);
  }

  /** Draws the box, or takes it away, as the element is by now. */
  #arrange() {
    const modal = this.mode === "modal";
    const wanted = this.isConnected && !this.hidden && (!modal || this.open);
    if (this.#box && (!wanted || modal !== !!this.#dialog)) this.#leave("host");
    if (!wanted) return;
    if (this.#box) this.#dialog?.open();
    else if (!this.hasAttribute(IS_OPEN)) this.#enter(modal);
    else {
      this.#drop();
      // The copy of what was drawn in it would stay.
      if (!this.shadowRoot) new LightSlots(this, () => {}).release();
      this.open = false;
    }
  }

  #enter(modal) {
    const light = !this.shadowRoot && this.shadow === "none";
    const place = light ? this : (this.shadowRoot ?? keepKeys(this.attachShadow({ mode: "open" })));
    style(place, this.nonce);
    if (light) this.#slots = new LightSlots(this, () => this.#putBack());
    if (modal) {
      this.#dialog = new Dialog(this.#options(), (reason) => this.#closed(reason));
      place.append(this.#dialog.frame);
    }
    this.#box = new Box(this.#dialog?.element ?? place, () => this.#options(), (name, detail) => this.#hear(name, detail));
    this.#box.start(modal);
    if (modal) this.setAttribute(IS_OPEN, "");
    // With something in it: an empty one scrolls to what has the focus, and stays there.
    this.#dialog?.open();
  }

  /** Puts what was drawn into the element again. */
  #putBack() {
    const frame = this.#dialog?.frame;
    if (frame && frame.parentNode !== this) {
      this.append(frame);
      this.#dialog.open();
    }
    this.#box?.putBack();
  }

  #leave(reason) {
    const dialog = this.#dialog;
    if (dialog) dialog.close(reason);
    else this.#drop();
  }

  /** The dialog has closed. */
  #closed(reason) {
    const { isConnected } = this;
    this.#drop();
    // A page that is taken out as a whole may be kept and come back (InstantClick).
    if (isConnected || this.getRootNode().localName === "body") this.open = false;
    if (isConnected) emit(this, "close", { reason });
  }

  #drop() {
    const [box, slots, dialog] = [this.#box, this.#slots, this.#dialog];
    this.#box = this.#slots = this.#dialog = undefined;
    this.#ready = false;
    slots?.release();
    box?.drop();
    dialog?.frame.remove();
    this.removeAttribute(IS_OPEN);
    this.#setState();
  }

  #hear(name, detail) {
    if (name === "state") return this.#setState(detail);
    // Somebody has removed the dialog.
    if (name === "gone") return this.#leave("host");
    if (name === "ready") this.#catchUp();
    // Before the listeners, which may ask for it or end it.
    if (name === "login") this.#keep(freeze(detail));
    if (detail?.change === "logout") this.#keep(null);
    return emit(this, name, detail);
  }

  /** Keeps a login until somebody logs out, here or in another tab. */
  #keep(login) {
    this.#session = login;
    this.#line?.close();
    if (!login) return;
    late().then((more) => {
      if (this.#session !== login) return;
      this.#line = more?.hearLogout(this, () => {
        this.#keep(null);
        // A box that is there tells of it by itself.
        return this.#box;
      });
    });
  }

  /** Does what was asked for before there was anything to do it with. */
  #catchUp() {
    this.#ready = true;
    if (this.#tab) this.#box?.mount?.setTab(this.#tab);
    if (this.#focus || this.#dialog?.isUntouched) queueMicrotask(() => this.focus());
    this.#tab = undefined;
    this.#focus = false;
  }

  #setState(state) {
    const states = this.#internals?.states;
    // Older browsers want names with dashes, or have no states at all.
    try {
      states?.clear();
      if (state) states?.add(state);
    } catch {
      states?.add(`--${state}`);
    }
    return true;
  }

  #options() {
    return options(this, this.#objects);
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
    for (const attribute of Object.keys(ATTRIBUTES)) {
      const get = function () {
        return read(this, attribute);
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
        this.#box?.changed();
      });
    }
  }
}
