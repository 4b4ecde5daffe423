// The first frame of a box, drawn before the module is there: the real password form, or the place of the code. It has
// the markup of src/frame and src/methods/password, so that the module can take the form over
// (adopt.js) and nothing moves.
import { labels, language } from "./labels.js";
import { card, icon, make, node } from "./nodes.js";

const EYE =
  "M1.8 10S4.8 4.5 10 4.5 18.2 10 18.2 10 15.2 15.5 10 15.5 1.8 10 1.8 10ZM10 7.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8Z";
const EYE_OFF = `${EYE}M3.5 17 16.5 3`;

/** The side of a code that is not asked for, and the least one, in CSS px. */
const QR_SIZE = 205;
const LEAST_QR_SIZE = 120;

const SECRET = { type: "password", autocomplete: "current-password" };

/** For the ids that bind labels to inputs. */
let count = 0;

const slot = (name, ...children) => make("slot", { name }, ...children);

const block = (name) => node("div", `guard-skeleton guard-skeleton-${name}`);

/**
 * The tabs that the page itself names, and the first of them. Without any the application decides.
 * @param {{ tabs?: string, defaultTab?: string, config?: { tabs?: string[], defaultTab?: string } }} options
 */
export const knownTabs = ({ tabs, defaultTab, config }) => {
  const named = (tabs ?? "").split(",").map((tab) => tab.trim()).filter(Boolean);
  const known = named.length ? named : [config?.tabs ?? []].flat();
  const wanted = [defaultTab, named.length ? "" : config?.defaultTab, ...known];
  return { known, first: wanted.find((tab) => tab && (!known.length || known.includes(tab))) };
};

export class Frame {
  /** The drawn card in its scope. @type {HTMLElement} */
  scope;
  /** Account, password, the button that shows it, the one that submits: none where the code comes first. */
  leaves = [];
  /** The form has been submitted. */
  isSent = false;
  /** The password can be read. */
  isShown = false;
  /** Caps lock was on at the last key in the password. */
  isCapsLock = false;
  #text;
  #prefilled;
  #listening = new AbortController();

  /**
   * @param {Record<string, any>} options of the box
   * @param {() => void} typed is called with each change to the fields
   */
  constructor(options, typed) {
    const { bare, qrSize, lang } = options;
    const { known, first } = knownTabs(options);
    this.#text = labels(options);
    const heading = node("div", "", block("title"), block("subtitle"));
    const code = first === "qr";
    const waiting = make(
      "div",
      code ? {} : { "aria-busy": "true" },
      ...(bare ? [] : [slot("header", node("div", "guard-header", slot("logo", block("logo")), heading))]),
      // Nearly all applications have two.
      ...(known.length === 1 ? [] : [block("tabs")]),
    );
    const body = node(
      "div",
      "guard-body",
      code ? place() : node("div", "guard-panel", this.#form(options, typed)),
      slot("terms"),
      slot("footer", this.#footer(options)),
    );
    this.scope = card(options, ...(waiting.firstChild ? [waiting] : []), body);
    const section = this.scope.firstChild;
    section.lang = language(lang, navigator.languages);
    if (code) section.ariaBusy = "true";
    // The card's width follows from it. A style attribute would be against a strict policy.
    if (qrSize > 0 && qrSize !== QR_SIZE) {
      section.style.setProperty("--guard-qr-size", `${Math.max(qrSize | 0, LEAST_QR_SIZE)}px`);
    }
  }

  /** Something was typed or filled in. */
  get isTyped() {
    const [account, password] = this.leaves;
    return !!account && (account.value !== this.#prefilled || !!password.value);
  }

  /** Moves the focus to the first field, if there is one. @param {FocusOptions} [how] */
  focus(how) {
    this.leaves[0]?.focus(how);
    return this.leaves.length > 0;
  }

  /** Shows that the form is sent, or no longer. */
  send(isSent) {
    const submit = this.leaves[3];
    this.isSent = isSent;
    if (!submit) return;
    submit.ariaBusy = isSent ? "true" : null;
    submit.replaceChildren(this.#text(isSent ? "submitting" : "submit"));
    if (isSent) submit.prepend(make("span", { class: "guard-spin", "aria-hidden": "true" }));
  }

  /** Hears of nothing any more: what happens from now on is the module's. */
  release() {
    this.#listening.abort();
  }

  /** Forgets the password. */
  forget() {
    this.release();
    if (this.leaves[1]) this.leaves[1].value = "";
  }

  #field(name, attributes, ...after) {
    const [key, id] = [name === "username" ? "account" : name, `guard-first-${++count}`];
    const input = make("input", {
      ...{ id, class: "guard-input", part: "input", name, autocapitalize: "none", spellcheck: "false", required: "" },
      placeholder: this.#text(`${key}_placeholder`),
      ...attributes,
    });
    this.leaves.push(input);
    const label = make("label", { class: "guard-label", part: "label", for: id }, this.#text(`${key}_label`));
    return make("div", { class: "guard-field", part: "field" }, label, node("div", "guard-control", input, ...after));
  }

  #form({ account, forgotPasswordUrl }, typed) {
    const { signal } = this.#listening;
    const forgot = this.#link(forgotPasswordUrl, "forgot_password");
    const eye = make("button", { type: "button", class: "guard-icon-button" });
    const submit = make("button", { type: "submit", class: "guard-button", part: "submit" });
    const form = make(
      "form",
      // htmx would send what is in it to the page, where there is no shadow root (`hx-boost`).
      { class: "guard-form", part: "form", method: "post", novalidate: "", "data-hx-disable": "" },
      this.#field("username", { type: "text", autocomplete: "username" }),
      this.#field("password", { ...SECRET, class: "guard-input guard-input-icon" }, eye),
      ...(forgot ? [node("div", "guard-row", forgot)] : []),
      submit,
    );
    const [name, password] = this.leaves;
    this.leaves.push(eye, submit);
    name.value = this.#prefilled = account || "";
    const show = (isShown) => {
      this.isShown = isShown;
      password.type = isShown ? "text" : "password";
      eye.ariaLabel = eye.title = this.#text(isShown ? "password_hide" : "password_show");
      eye.replaceChildren(icon(isShown ? EYE_OFF : EYE));
    };
    show(false);
    this.send(false);
    const listen = (target, event, heard) => target.addEventListener(event, heard, { signal });
    listen(eye, "click", () => {
      show(!this.isShown);
      password.focus();
    });
    listen(form, "submit", (event) => {
      event.preventDefault();
      this.send(true);
    });
    listen(form, "input", () => {
      // It is about to be another login.
      if (this.isSent) this.send(false);
      typed();
    });
    listen(password, "keyup", (event) => (this.isCapsLock = !!event.getModifierState?.("CapsLock")));
    listen(password, "blur", () => (this.isCapsLock = false));
    // A page that comes back from the cache must not bring the password along.
    listen(globalThis, "pagehide", () => (password.value = ""));
    return form;
  }

  #footer({ registerUrl }) {
    const footer = make("div", { class: "guard-footer", part: "footer" });
    const link = this.#link(registerUrl, "register");
    if (link) footer.append(node("span", "", this.#text("register_hint"), " ", link));
    return footer;
  }

  /** None for what is no link, or one that runs something: the module says so. */
  #link(href, key) {
    const link = href && make("a", { class: "guard-link", part: "link", href }, this.#text(key));
    return link && /^(https?|mailto|tel):$/.test(link.protocol) ? link : undefined;
  }
}

/** The place of the code. */
const place = () =>
  node("div", "guard-qr", node("div", "guard-tile guard-tile-plain guard-skeleton"), node("div", "guard-status"));
