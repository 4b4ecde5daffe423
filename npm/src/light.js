// Slots without a shadow root: the page's own children of the element are put where the slots of the drawn box are, and
// given back when the box goes.

const next = globalThis.Node && Object.getOwnPropertyDescriptor(Node.prototype, "nextSibling").get;

/** What of the element's children is the box's. */
const OWN = ".guard-root, .guard-scope, .guard-style";

/**
 * What the page does to its own children counts: one that it takes away or puts elsewhere is not fetched back. A child
 * that was put into a slot leaves a mark in its place, which the page's framework is led to (see `GuardWidget`).
 */
export class LightSlots {
  #host;
  /** The page's children, each with the slot that it was put into. @type {Map<ChildNode, { slot?: Element, mark: Comment }>} */
  #kept = new Map();
  #putBack;
  #observer = new MutationObserver(() => this.#arrange());

  /**
   * @param {Element} host
   * @param {() => void} putBack puts the box back into the host, if it is not there: `innerHTML` takes all out
   */
  constructor(host, putBack) {
    this.#host = host;
    this.#putBack = putBack;
    // A copy of an element comes with a copy of what was drawn in it, and of what the page had put into its slots.
    for (const copy of host.querySelectorAll(":scope > :is(.guard-root, .guard-scope)")) {
      const put = [...copy.querySelectorAll("slot > [slot]")];
      copy.remove();
      host.append(...put);
    }
    this.#arrange();
  }

  /** Gives the children back. */
  release() {
    this.#forgetTaken();
    this.#observer.disconnect();
    for (const [child, { mark }] of this.#kept) mark.replaceWith(child);
    this.#kept.clear();
  }

  /** The first child of the page's. */
  get first() {
    return this.#next(this.#host.childNodes[0]);
  }

  /** What stands in the place of a child of the element. @param {Node | null} child */
  placeOf(child) {
    return this.#kept.get(child)?.mark ?? child;
  }

  /** Takes a child out for the page; whether it was one. @param {Node} child */
  remove(child) {
    const place = this.#kept.get(child);
    if (!place) return false;
    this.#kept.delete(child);
    child.remove();
    place.mark.remove();
    return true;
  }

  /** The child of the page's that `node` stands for, or the next one. @param {ChildNode | null} node among the host's */
  #next(node) {
    for (; node; node = next.call(node)) {
      const child = [...this.#kept].find(([, { mark }]) => mark === node)?.[0];
      if (child) return child;
      if (!node.matches?.(OWN)) return node;
    }
    return null;
  }

  #arrange() {
    this.#forgetTaken();
    for (const child of [...this.#host.childNodes].filter(isOfPage)) {
      const mark = new Comment();
      child.replaceWith(mark);
      this.#kept.set(child, { mark });
    }
    this.#putBack();
    const slots = [...this.#host.querySelectorAll(".guard-root slot[name]")];
    for (const [child, place] of this.#kept) {
      // The module may have drawn a slot anew, and taken the old one with all that was in it.
      place.slot = child.slot ? slots.find(({ name }) => name === child.slot) : undefined;
      if (!place.slot) child.remove();
    }
    for (const slot of slots) this.#fill(slot);
    for (const node of this.#host.childNodes) this.#lead(this.#next(node));
    this.#observe();
  }

  /** Puts the children of a slot into it, in the order that they have among the element's. */
  #fill(slot) {
    const wanted = [...this.#kept].filter(([, place]) => place.slot === slot);
    wanted.sort(([, { mark: one }], [, { mark: other }]) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING || -1);
    const children = wanted.map(([child]) => child);
    const put = [...slot.childNodes].filter((child) => this.#kept.has(child));
    if (children.some((child, at) => child !== put[at])) slot.append(...children);
  }

  /** What takes over a server's rendering goes from child to child. @param {ChildNode | null} child */
  #lead(child) {
    const get = () => this.#next(next.call(this.placeOf(child)));
    if (child) Object.defineProperty(child, "nextSibling", { configurable: true, get });
  }

  /** Children that are not where they were put, or whose mark is gone, are the page's again. */
  #forgetTaken() {
    for (const [child, { slot, mark }] of this.#kept) {
      const kept = child.parentNode === (slot ?? null);
      if (kept && mark.parentNode === this.#host) continue;
      if (kept) child.remove();
      mark.remove();
      this.#kept.delete(child);
    }
  }

  #observe() {
    this.#observer.disconnect();
    this.#observer.observe(this.#host, { childList: true, subtree: true });
    for (const child of this.#kept.keys()) this.#observer.observe(child, { attributeFilter: ["slot"] });
  }
}

/** Whether a child is something that the page shows: frameworks keep comments and empty texts for themselves. */
const isOfPage = (child) => (child.nodeType === 1 ? !child.matches(OWN) : child.nodeType === 3 && child.data.trim() !== "");
