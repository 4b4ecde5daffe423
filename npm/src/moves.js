// Yew's changes to the tree, on pages where others change it, too: translators replace texts by elements of their own,
// extensions wrap, move and remove what they find. Yew tells where to put a node by the one after it.

/**
 * Puts a node before another one: before whatever holds that by now, or last when it is gone.
 * @param {Node} parent
 * @param {Node} child
 * @param {Node | null} next
 */
export const insertBefore = (parent, child, next) => {
  let before = next;
  while (before && before.parentNode !== parent) before = before.parentNode;
  return parent.insertBefore(child, before);
};

/**
 * Takes a node out, wherever it is by now.
 * @param {Node} parent
 * @param {ChildNode} child
 */
export const removeChild = (parent, child) => {
  child.remove();
  return child;
};
