// The native <dialog> that a box is drawn in with `mode="modal"`. The browser keeps the focus in it, closes it with
// Escape and gives the focus back.
import { labels } from "./labels.js";
import { icon, make, node } from "./nodes.js";

/** How many dialogs are open, and what the page had before the first. */
let count = 0;
let before;

/**
 * Keeps the page behind from scrolling, and from becoming wider by the scrollbar that is gone.
 * @param {1 | -1} step one dialog more, or less
 */
const lock = (step) => {
  const root = document.documentElement;
  const { style, clientWidth } = root;
  const { overflow, scrollbarGutter } = style;
  if (!count) before = { overflow, scrollbarGutter };
  count += step;
  const locked = { overflow: "hidden", scrollbarGutter: innerWidth > clientWidth ? "stable" : "" };
  Object.assign(style, count ? locked : before);
  if (!root.getAttribute("style")) root.removeAttribute("style");
};

export class Dialog {
  /** The node to put into the place of the box. */
  frame;
  /** The dialog itself, which the box is drawn in. */
  element;
  #closed;
  #isLocking = false;
  #reason = "escape";

  /**
   * @param {{ theme: string, lang: string | null, messages?: object }} options
   * @param {(reason: "escape" | "backdrop" | "button" | "host") => void} closed is called when it has closed
   */
  constructor(options, closed) {
    const text = labels(options);
    const button = make(
      "button",
      { class: "guard-close", part: "close", type: "button", "aria-label": text("close"), title: text("close") },
      icon("M5 5l10 10M15 5L5 15"),
    );
    this.#closed = closed;
    this.element = make(
      "dialog",
      { class: "guard-dialog", part: "dialog", "data-theme": options.theme, "aria-label": text("title_plain"), tabindex: "-1" },
      button,
    );
    this.frame = node("div", "guard-scope", this.element);
    button.addEventListener("click", () => this.close("button"));
    this.element.addEventListener("close", () => this.#end());
    this.#closeOnBackdrop();
    this.#typeAtOnce();
  }

  open() {
    // One that was moved with its element has left the top layer without being closed.
    if (this.element.open && !this.element.matches(":modal")) this.element.removeAttribute("open");
    // Others may have taken it out of its frame.
    if (this.element.open || !this.element.isConnected) return;
    this.element.showModal();
    if (!this.#isLocking) lock(1);
    this.#isLocking = true;
    // The first thing to do is the box's to choose, once it is there; the browser has chosen the button that closes it.
    this.element.focus();
  }

  /** @param {"backdrop" | "button" | "host"} reason */
  close(reason) {
    this.#reason = reason;
    if (this.element.open) this.element.close();
    // The event comes later; what is in the dialog must not go on until then.
    this.#end();
  }

  /** Whether the person has not gone to something in the dialog yet. */
  get isUntouched() {
    const active = this.element.getRootNode().activeElement;
    return !active || active === this.element;
  }

  #end() {
    const closed = this.#closed;
    this.#closed = undefined;
    if (this.#isLocking) lock(-1);
    this.#isLocking = false;
    closed?.(this.#reason);
  }

  /** A press that begins and ends outside the card; one that does but one of the two was a selection of text. */
  #closeOnBackdrop() {
    let outside = false;
    this.element.addEventListener("pointerdown", (event) => (outside = event.target === this.element));
    this.element.addEventListener("pointerup", (event) => (outside &&= event.target === this.element));
    this.element.addEventListener("click", (event) => {
      if (outside && event.target === this.element) this.close("backdrop");
    });
  }

  /** Moves the focus to the first field with the first letter that is typed. */
  #typeAtOnce() {
    this.element.addEventListener("keydown", (event) => {
      const { target, key, ctrlKey, metaKey, altKey } = event;
      if (target !== this.element || key?.trim().length !== 1 || ctrlKey || metaKey || altKey) return;
      // It is text from here on, and no shortcut of the page.
      event.stopPropagation();
      this.element.querySelector(".guard-form [name=username]")?.focus();
    });
  }
}
