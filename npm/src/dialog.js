// The native <dialog> that a box is drawn in with `mode="modal"`. The browser keeps the focus in it, closes it with
// Escape and gives the focus back.
import { node } from "./nodes.js";
import { words } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

const cross = () => {
  const [svg, path] = ["svg", "path"].map((tag) => Document.prototype.createElementNS.call(document, SVG, tag));
  svg.setAttribute("class", "guard-icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M5 5l10 10M15 5L5 15");
  svg.append(path);
  return svg;
};

export class Dialog {
  /** What is put into the place of the box. */
  frame;
  /** The dialog itself, which the box is drawn in. */
  element;
  #closed;
  #reason = "escape";

  /**
   * @param {{ theme: string, lang: string | null }} options
   * @param {(reason: "escape" | "backdrop" | "button" | "host") => void} closed is called when it has closed
   */
  constructor({ theme, lang }, closed) {
    const { close, login } = words(lang);
    const button = node("button", "guard-close", cross());
    button.type = "button";
    button.ariaLabel = button.title = close;
    button.part.add("close");
    this.#closed = closed;
    this.element = node("dialog", "guard-dialog", button);
    this.element.dataset.theme = theme;
    this.element.part.add("dialog");
    this.element.ariaLabel = login;
    this.element.tabIndex = -1;
    this.frame = node("div", "guard-scope", this.element);
    button.addEventListener("click", () => this.close("button"));
    this.element.addEventListener("close", () => this.#end());
    this.#closeOnBackdrop();
  }

  open() {
    // One that was moved with its element has left the top layer without being closed.
    if (this.element.open && !this.element.matches(":modal")) this.element.removeAttribute("open");
    if (this.element.open) return;
    this.element.showModal();
    // The first thing to do is in the box, which is not there yet; the browser has chosen the button that closes it.
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
}
