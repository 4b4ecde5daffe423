// Tab through a box that stands in the modal of another library. Such modals list what can take the focus and lead it round
// from the last to the first, but they do not look into shadow roots: a box would be nowhere in their list. So while the
// focus is elsewhere the box itself can take it, and hands it on to the first or the last thing in it; and at its edges the
// modal is asked first, as if the box were one thing that has the focus.

const DIALOGS = "[role=dialog], [role=alertdialog], [aria-modal=true]";
const STOPS = "a[href], button, input, select, textarea, [tabindex]";

/** The boxes that can take the focus just now. */
const armed = new Set();
/** Whether the Tab key that is down goes back; nothing when none is. */
let isBack;
/** The event that asks a modal. */
let question;

/** What Tab stops at in a box, in its order. */
const stops = ({ shadowRoot }) =>
  [...shadowRoot.querySelectorAll(STOPS)].filter((stop) => stop.tabIndex >= 0 && !stop.disabled && stop.getClientRects().length);

const focus = (element) => HTMLElement.prototype.focus.call(element, { preventScroll: true });

/** With it a focus within the box would go, too. */
const disarm = (box) => {
  if (!armed.delete(box)) return;
  const { activeElement } = box.shadowRoot;
  box.removeAttribute("tabindex");
  delete box.focus;
  if (activeElement) focus(activeElement);
};

const isInModal = (box) => box?.shadowRoot && box.mode !== "modal" && !box.hasAttribute("tabindex") && box.closest(DIALOGS);

const arm = (box) => {
  if (!isInModal(box) || box.shadowRoot.activeElement) return;
  armed.add(box);
  box.tabIndex = 0;
  box.focus = (how) => {
    disarm(box);
    if (isBack === undefined) box.focus(how);
    else stops(box).at(isBack ? -1 : 0)?.focus(how);
  };
};

const armAll = () => document.querySelectorAll("guard-widget").forEach(arm);

/** Asks the modal round a box what comes after its edge; whether it has led the focus there. */
const isLed = (box, { shiftKey }) => {
  document.activeElement.blur();
  arm(box);
  const reaches = { bubbles: true, cancelable: true, composed: true };
  question = new KeyboardEvent("keydown", { key: "Tab", code: "Tab", keyCode: 9, shiftKey, ...reaches });
  focus(box);
  return !box.dispatchEvent(question);
};

const down = (event) => {
  if (event.key !== "Tab" || event === question) return;
  isBack = event.shiftKey;
  armAll();
  const [stop] = event.composedPath();
  const box = stop.getRootNode().host;
  if (!isInModal(box) || stop !== stops(box).at(isBack ? 0 : -1)) return;
  if (isLed(box, event)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    // Round to its own other edge, of which nobody outside of it hears.
    if (box.shadowRoot.activeElement) disarm(box);
  } else {
    disarm(box);
    focus(stop);
  }
  question = undefined;
};

/** The browser, which looks into boxes, does not stop at one of them. */
const past = (event) => {
  if (event.key === "Tab" && event !== question) [...armed].forEach(disarm);
};

const moved = (event) => {
  const [target] = event.composedPath();
  armAll();
  if (!armed.has(target)) disarm(target.getRootNode?.().host);
  else if (!question) target.focus();
};

const listen = (type, heard, capture) => addEventListener(type, heard, capture);

/** Lets Tab go through all boxes in modals. */
export const goThrough = () => {
  armAll();
  listen("keydown", down, true);
  listen("keydown", past);
  listen("keyup", (event) => event.key === "Tab" && (isBack = undefined), true);
  listen("focusin", moved, true);
  listen("click", armAll, true);
};
