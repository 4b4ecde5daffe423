// A box that others have taken apart: a script of the page or of an extension has removed what it was used with.

/** Ways on that stand by themselves, what a code says while it needs none, and what only the site can set right. */
const WAYS = [
  ...["[role=tab]", "a[href]", ".guard-button-quiet", ".guard-status[role=alert]"],
  "[part=qr] :is(button, .guard-skeleton, [part=qr-code]:not(:empty), [part=qr-image])",
  "[part=qr]:not([data-status=ready]) *",
];

/** How long the box may be without, in ms: between two drawings it is for a moment. Twice as long each further time. */
const PAUSE = 300;

const isSeen = (element) => element.checkVisibility?.() !== false;

/** Whether a form can be filled in and sent. */
const isWhole = (form) => {
  const has = (what) => !!form.querySelector(what);
  return isSeen(form) && has("[type=submit]") && has("input") && has("[name=username]") === has("[name=password]");
};

/** Whether the module listens to an element: a copy of it lacks the marks by which the module finds its listeners. */
const isKnown = (element) => Object.keys(element).some(isNaN);

/** Whether a form that was sent is a copy, or has copies of fields in it: what is typed there, nobody hears. */
const isCopy = (form) => !isKnown(form) || [...form.querySelectorAll("input")].some((input) => !isKnown(input));

/**
 * Calls `lost` whenever nothing is left in `place` by which a person could go on; the function that it returns ends that.
 * @param {ShadowRoot | Element} place
 * @param {() => Element | undefined} ours the root of what is drawn; none where there is no module
 * @param {(error?: Error) => void} draw draws something else; without an error the dialog that the box is in is gone
 */
export const watchOver = (place, ours, draw) => {
  const isGone = () => !place.isConnected || place.matches?.("dialog:not([open])");
  // It cannot go on, as a module that has trapped cannot.
  const trap = () => new WebAssembly.RuntimeError("a script of the page or of an extension has taken the box apart");
  const all = (what) => [...place.querySelectorAll(what)];
  // A copy of all that is drawn looks whole, and does nothing.
  const removeCopies = () => {
    for (const root of all(".guard-root")) if (ours() && root !== ours() && !isKnown(root)) root.remove();
  };
  const lost = () => {
    removeCopies();
    draw(isGone() ? undefined : trap());
  };
  const isThere = () => !ours() || place.contains(ours());
  const isOfUse = () =>
    isThere() && (all(`:is(.guard-root, .guard-scope) :is(${WAYS})`).some(isSeen) || all("form").some(isWhole));
  const isAlive = () => !isGone() && (!isSeen(place.host ?? place) || isOfUse());
  let [timer, pause] = [0, PAUSE];
  const look = () => {
    timer = 0;
    if (isAlive()) return;
    pause *= 2;
    lost();
  };
  // After the module, which stops what it has heard of; the browser would leave the page.
  const sent = (event) => {
    const form = event.target;
    if (!form.matches(".guard-form") || (event.defaultPrevented && (!isKnown(form) || !isCopy(form)))) return;
    event.preventDefault();
    // It may stand where nothing of ours is drawn, with a password in it.
    form.remove();
    lost();
  };
  // A button that was moved out of its form sends it all the same.
  const pressed = ({ target }) => {
    const button = target.closest?.(".guard-button[type=submit]");
    if (!button || button.form) return;
    const form = all(".guard-form").find(isSeen);
    if (form) form.requestSubmit();
    else lost();
  };
  // Of a dialog, too, where a form may have been moved out of it.
  const whole = place.closest?.("guard-widget") ?? place.getRootNode();
  whole.addEventListener("submit", sent);
  whole.addEventListener("click", pressed);
  const changed = () => {
    removeCopies();
    if (!timer && !isAlive()) timer = setTimeout(look, pause);
  };
  const observer = new MutationObserver(changed);
  observer.observe(place, { childList: true, subtree: true, attributeFilter: ["open"] });
  // A dialog may be removed itself.
  for (let above = place.parentNode; above; above = above.parentNode) observer.observe(above, { childList: true });
  // It may have happened before anybody looked.
  changed();
  return () => {
    observer.disconnect();
    whole.removeEventListener("submit", sent);
    whole.removeEventListener("click", pressed);
    clearTimeout(timer);
  };
};
