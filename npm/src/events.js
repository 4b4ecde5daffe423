// The events of the element: what a page hears, and what may travel how far.

/** Events whose detail carries a credential; they do not bubble. */
const PRIVATE = ["login", "mfa-required"];

/** The event that a page can stop. */
const CANCELABLE = "before-login";

/** @param {unknown} value made immutable with all plain objects in it; what has a class of its own is the page's */
export const freeze = (value) => {
  const prototype = value && typeof value === "object" && Object.getPrototypeOf(value);
  if (prototype === Object.prototype || Array.isArray(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
};

/**
 * How `guard-NAME` is dispatched.
 * @param {string} name
 * @param {unknown} [detail]
 * @returns {CustomEventInit}
 */
export const rules = (name, detail) => ({
  bubbles: !PRIVATE.includes(name),
  cancelable: name === CANCELABLE,
  composed: true,
  detail: freeze(detail),
});

/**
 * Dispatches `guard-NAME` from the element.
 * @param {Element} element
 * @param {string} name
 * @param {unknown} [detail]
 * @returns {boolean} whether the page lets it happen
 */
export const emit = (element, name, detail) => element.dispatchEvent(new CustomEvent(`guard-${name}`, rules(name, detail)));
