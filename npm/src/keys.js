// Keys that are typed into a field of a box are no shortcuts of the page. Outside the shadow root the target of such an
// event is the box, so that a page cannot see that somebody types.

/**
 * Whether somebody types into a field of a box. Plain events that are only named like a key's have no key; with Control
 * it is a shortcut in fields, too, but with Control and Alt some keyboards type characters.
 */
const isTyped = ({ key, ctrlKey, metaKey, altKey }, field) =>
  key &&
  !((ctrlKey || metaKey) && !altKey) &&
  field.localName === "input" &&
  field.getRootNode().host?.localName === "guard-widget";

/** Keys that write, of which pages make shortcuts. The others move, also in the menus that password managers show. */
const WRITES = /^(.|Backspace|Delete|Enter)$/su;

/** Hides what writes from everybody but the box, whose own tree hears of a copy. */
const hide = (event) => {
  const { type, key } = event;
  const [field] = event.composedPath();
  if (!isTyped(event, field) || !WRITES.test(key)) return;
  event.stopImmediatePropagation();
  const modifierCapsLock = event.getModifierState?.("CapsLock");
  field.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, modifierCapsLock }));
};

/** Keeps the other keys of fields from listeners that wait for what comes up; Tab and Escape are for who is around it. */
const keep = (event) => {
  if (isTyped(event, event.target) && !/^(Tab|Escape)$/.test(event.key)) event.stopPropagation();
};

const listen = (target, heard, capture) => {
  for (const type of ["keydown", "keypress", "keyup"]) target.addEventListener(type, heard, capture);
  return target;
};

/** Keeps the keys of all boxes from listeners further down the way of the events. */
export const hideKeys = () => listen(globalThis, hide, true);

/** Keeps the keys of the fields in a root; answers it. @param {ShadowRoot} root */
export const keepKeys = (root) => listen(root, keep);
