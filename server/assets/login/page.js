// Puts the widget in the place of the form, with what was typed and the focus. Where it cannot run, the form stays.
const data = JSON.parse(document.querySelector("#guard-interaction").textContent);
const card = document.querySelector("#guard-card");
const form = document.querySelector("#guard-form");
const cancel = card.querySelector("form + form");

/** The inputs of the widget's own password form, if that is what it shows. */
function leaves(widget) {
  const root = widget.shadowRoot ?? widget;
  return ["username", "current-password"].map((kind) => root.querySelector(`input[autocomplete="${kind}"]`));
}

/** Takes over what was typed, the selection and the focus. */
function move(from, to) {
  if (!from || !to) return;
  if (from.value && from.value !== to.value) {
    to.value = from.value;
    to.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  }
  if (focused === from) {
    to.focus({ preventScroll: true });
    to.setSelectionRange?.(from.selectionStart, from.selectionEnd);
  }
}

let focused;
let composing = false;
for (const type of ["compositionstart", "compositionend"]) {
  form.addEventListener(type, () => (composing = type === "compositionstart"));
}

function moveAll(from, to) {
  from.forEach((input, index) => move(input, to[index]));
}

/** Opens the session of this browser for the login, and goes on. No credential goes into the URL. */
async function goOn({ token }) {
  const headers = { authorization: `Bearer ${token}`, "x-authing-app-id": data.appId };
  const answer = await fetch("/login/session", { method: "POST", headers });
  if (!answer.ok) throw new Error(`/login/session answered ${answer.status}`);
  location.replace(data.next);
}

const { GuardWidget } = await import("/dist/guard-widget.js");
const widget = document.createElement("guard-widget");
if (widget instanceof GuardWidget) {
  for (const [name, value] of Object.entries({ "app-id": data.appId, host: location.origin, lang: data.lang })) {
    widget.setAttribute(name, value);
  }
  const own = [form.elements.account, form.elements.password];
  // Nothing of what the page sends may be lost to one that cannot work here.
  let theirs = [];
  widget.addEventListener("guard-error", () => {
    focused = widget.shadowRoot?.activeElement;
    card.hidden = false;
    moveAll(theirs, own);
    widget.remove();
    card.append(cancel);
  });
  widget.addEventListener("guard-login", (event) => {
    goOn(event.detail).catch(() => location.reload());
  });
  const swap = () => {
    focused = document.activeElement;
    card.before(widget);
    card.hidden = true;
    card.after(cancel);
    theirs = leaves(widget);
    moveAll(own, theirs);
  };
  // Whoever is in the middle of a word of an input method is not interrupted.
  if (composing) form.addEventListener("compositionend", swap, { once: true });
  else swap();
}
