// Hands the first frame's form over to the module: the very elements, so that text, selection, focus, a composition under
// way and what a password manager knows of them stay. The module has drawn a form of its own beside it; wherever the
// module knows an element of that, it is made to know ours.

/** The elements to hand over, in the order of `Frame.leaves`. */
const LEAVES = ["[name=username]", "[name=password]", ".guard-icon-button", "[type=submit]"];

/**
 * Pairs the elements of two trees that stay: the leaves, and all above them.
 * @param {Element} drawn top of the module's tree
 * @param {Element} kept top of ours
 * @param {Array<[Element, Element]>} leaves
 * @returns {Map<Element, Element> | undefined} from theirs to ours; none when the ways up differ, since somebody else
 *   has changed one of the trees
 */
export const pair = (drawn, kept, leaves) => {
  const pairs = new Map([[drawn, kept]]);
  const taken = new Set([kept]);
  for (let [theirs, ours] of leaves) {
    for (; theirs !== drawn; [theirs, ours] = [theirs.parentNode, ours.parentNode]) {
      if (!theirs || !ours || theirs.localName !== ours.localName) return undefined;
      if (pairs.has(theirs) ? pairs.get(theirs) !== ours : taken.has(ours)) return undefined;
      pairs.set(theirs, ours);
      taken.add(ours);
    }
    if (ours !== kept) return undefined;
  }
  return pairs;
};

/**
 * Puts ours in the place of theirs.
 * @param {Map<Element, Element>} pairs from theirs to ours
 * @param {WebAssembly.Table} table the JavaScript objects that the module holds
 */
export const adopt = (pairs, table) => {
  for (let at = 0; at < table.length; at++) {
    const kept = pairs.get(table.get(at));
    if (kept) table.set(at, kept);
  }
  const stay = new Set(pairs.values());
  for (const [drawn, kept] of pairs) {
    dress(drawn, kept);
    // The marks by which the module finds its listeners; the numbers are a form's own.
    for (const name of Object.keys(drawn)) if (isNaN(name)) kept[name] = drawn[name];
    for (const child of [...kept.childNodes]) if (!stay.has(child)) child.remove();
    // Kept nodes are not even put where they are already: that would end a composition.
    let next = kept.firstChild;
    for (const child of [...drawn.childNodes]) {
      const own = pairs.get(child);
      if (own) next = own.nextSibling;
      else kept.insertBefore(child, next);
    }
  }
};

/** Gives an element the attributes of another one. Those that others have put there stay. */
const dress = (drawn, kept) => {
  for (const { name, value } of drawn.attributes) {
    // As an attribute it would be against a strict policy; and whether the password is shown is the person's.
    if (name === "style") kept.style.cssText = value;
    else if (name !== "type" && kept.getAttribute(name) !== value) kept.setAttribute(name, value);
  }
};

/**
 * Hands the form over, or what is in it where that cannot be.
 * @param {import("./form.js").Frame} frame
 * @param {Element | null} drawn what the module has drawn beside it
 * @param {WebAssembly.Table | undefined} table
 * @param {boolean} isDone whether no more is to come
 * @returns {HTMLElement[] | undefined} account, password and buttons as they are from now on: none where there is no
 *   form; `undefined` when the form may still come, and nothing was done
 */
export const takeOver = (frame, drawn, table, isDone) => {
  const { scope, leaves } = frame;
  const theirs = leaves.map((_, at) => drawn?.querySelector(`.guard-form ${LEAVES[at]}`)).filter(Boolean);
  const isForm = leaves.length > 0 && theirs.length === leaves.length;
  if (!isForm && !isDone) return undefined;
  frame.release();
  if (!isForm) {
    scope.remove();
    return [];
  }
  // The page may have thought of another account since.
  if (!frame.isTyped) leaves[0].value = theirs[0].value;
  const beside = table && scope.parentNode === drawn.parentNode;
  const pairs = beside && pair(drawn, scope, theirs.map((leaf, at) => [leaf, leaves[at]]));
  if (pairs) {
    leaves[3].ariaBusy = null;
    adopt(pairs, table);
    drawn.remove();
    return leaves;
  }
  const focused = theirs[leaves.findIndex((leaf) => leaf.matches(":focus"))];
  scope.remove();
  for (const at of [0, 1]) {
    const { value, selectionStart, selectionEnd, selectionDirection } = leaves[at];
    theirs[at].value = value;
    theirs[at].setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  }
  focused?.focus({ preventScroll: true });
  return theirs;
};

/**
 * Does with the form what the person had done with it before it was the module's.
 * @param {import("./form.js").Frame} frame
 * @param {HTMLElement[]} leaves as {@link takeOver} gave them
 */
export const catchUp = ({ isShown, isSent, isCapsLock }, [, password, eye, submit]) => {
  if (isShown) {
    // The button moves the focus to the field, which by now may be elsewhere.
    password.focus = () => {};
    eye.click();
    delete password.focus;
  }
  if (isCapsLock) {
    password.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true, composed: true, modifierCapsLock: true }));
  }
  if (isSent && !submit.closest("[hidden]")) submit.form.requestSubmit();
};
