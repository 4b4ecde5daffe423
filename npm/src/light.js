// Slots without a shadow root: the page's own children of the element are put where the slots of the drawn box are, and
// given back when the box goes.

export class LightSlots {
  #host;
  #isOwn;
  /** The page's children, in their order. @type {Set<ChildNode>} */
  #kept = new Set();
  #observer = new MutationObserver(() => this.#arrange());

  /**
   * @param {Element} host
   * @param {(child: Node) => boolean} isOwn whether a child of the host is the box's
   */
  constructor(host, isOwn) {
    this.#host = host;
    this.#isOwn = isOwn;
    this.#arrange();
    this.#observer.observe(host, { childList: true, subtree: true });
  }

  /** Gives the children back. */
  release() {
    this.#observer.disconnect();
    this.#host.append(...this.#kept);
    this.#kept.clear();
  }

  #arrange() {
    for (const child of [...this.#host.childNodes].filter((child) => !this.#isOwn(child))) {
      child.remove();
      this.#kept.add(child);
    }
    const slots = [...this.#host.querySelectorAll(".guard-root slot[name]")];
    for (const child of this.#kept) {
      const slot = child.slot && slots.find(({ name }) => name === child.slot);
      // The module may have drawn the slot anew, and taken the old one with all that was in it.
      if (slot && child.parentNode !== slot) slot.append(child);
    }
  }
}
