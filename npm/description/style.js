// What a page's own style sheet reaches: parts, slots, custom states and variables. The defaults of the variables are
// those of assets/guard.css.

/** @type {readonly { name: string, description: string }[]} for `::part(…)` */
export const PARTS = [
  { name: "base", description: "The card." },
  { name: "header", description: "Logo, title and the line below." },
  { name: "logo", description: "Logo, or the first letter of the application’s name." },
  { name: "title", description: "Title of the card." },
  { name: "tabs", description: "The strip of tabs." },
  { name: "tab", description: "Each tab." },
  { name: "panel", description: "What belongs to the chosen tab." },
  { name: "form", description: "The password form." },
  { name: "field", description: "Each field of the form: label, input and error." },
  { name: "label", description: "Label of a field." },
  { name: "input", description: "Input of a field." },
  { name: "error", description: "What is wrong with a field." },
  { name: "submit", description: "The button that logs in." },
  { name: "link", description: "Links to recover a password and to register." },
  { name: "qr", description: "The QR login." },
  { name: "qr-code", description: "The code, drawn here." },
  { name: "qr-image", description: "The code, as the server’s picture." },
  { name: "qr-overlay", description: "What stands in the code’s place." },
  { name: "qr-status", description: "The words below the code." },
  { name: "qr-refresh", description: "The button that makes a new code." },
  { name: "footer", description: "The foot of the card." },
  { name: "dialog", description: "The dialog around the card, with `mode=\"modal\"` only." },
  { name: "close", description: "The button that closes the dialog, with `mode=\"modal\"` only." },
];

/** @type {readonly { name: string, description: string }[]} */
export const SLOTS = [
  { name: "header", description: "In place of the whole header." },
  { name: "logo", description: "In place of the logo." },
  { name: "terms", description: "Below the form and the code, for terms of use." },
  { name: "footer", description: "In place of what the foot of the card shows." },
];

/** @type {readonly { name: string, description: string }[]} for `:state(…)`; one at a time, and it says what is shown */
export const STATES = [
  { name: "loading", description: "Something is being fetched." },
  { name: "ready", description: "The code can be scanned, or the password tab is shown." },
  { name: "scanned", description: "A phone has scanned the code and asks the person." },
  { name: "confirmed", description: "The person agreed; the login is being fetched." },
  { name: "success", description: "Somebody is logged in." },
  { name: "expired", description: "The code is no longer valid." },
  { name: "cancelled", description: "The person declined on the phone." },
  { name: "error", description: "No code, or no login, can be had." },
  { name: "offline", description: "The server cannot be reached; it goes on by itself." },
];

/**
 * @typedef {object} Variable
 * @property {string} name
 * @property {"<color>" | "<length>" | "<time>" | "<shadow>" | "<family-name>"} syntax
 * @property {string} value its default, in which `light-dark()` tells the values of both themes
 * @property {string} description
 */

const color = (name, value, description) => ({ name: `--guard-color-${name}`, syntax: "<color>", value, description });
const length = (name, value, description) => ({ name: `--guard-${name}`, syntax: "<length>", value, description });

/** @type {readonly Variable[]} */
export const VARIABLES = [
  color("primary", "light-dark(#2456d6, #7ea6ff)", "Buttons, links and the chosen field."),
  color("on-primary", "light-dark(#ffffff, #0b1730)", "Text on the primary colour."),
  color(
    "primary-hover",
    "color-mix(in oklab, var(--guard-color-primary) 87%, light-dark(black, white))",
    "Button under the pointer.",
  ),
  color("surface", "light-dark(#ffffff, #17191e)", "The card and its fields."),
  color("surface-sunken", "light-dark(#f4f5f7, #22252c)", "The strip of tabs."),
  color("surface-raised", "light-dark(#ffffff, #383d48)", "The chosen tab."),
  color("border", "light-dark(#dcdfe4, #353a44)", "Edge of the card."),
  color("border-strong", "light-dark(#848c9a, #757e8d)", "Edge of a field."),
  color("text", "light-dark(#14171c, #f1f3f6)", "Text."),
  color("text-muted", "light-dark(#5b6472, #a4adbb)", "Text of less weight."),
  color("danger", "light-dark(#b3261e, #ff9a92)", "Errors."),
  color("danger-soft", "light-dark(#fdf0ef, #3a1d1c)", "Background of errors."),
  color("success", "light-dark(#0b7a43, #5fd597)", "A login that worked."),
  color("success-soft", "light-dark(#e8f6ee, #12301f)", "Background of a login that worked."),
  color("warning", "light-dark(#8a5a00, #f1c161)", "Caps lock, a code that runs out, no network."),
  color("warning-soft", "light-dark(#fff5e0, #362a10)", "Background of warnings."),
  color(
    "focus",
    "color-mix(in oklab, var(--guard-color-primary) 72%, light-dark(white, black))",
    "Ring of what has the focus.",
  ),
  color("backdrop", "rgb(16 24 40 / .5)", "What lies between the page and the open dialog."),
  length("radius", "16px", "Corners of the card."),
  length("radius-control", "10px", "Corners of fields and buttons."),
  length("space", "8px", "Unit of the card’s padding, which is four of it."),
  length("width", "400px", "Width of the card, where there is room."),
  length("control-height", "44px", "Height of fields and buttons."),
  length("font-size", "15px", "Size of text."),
  length("font-size-title", "22px", "Size of the title."),
  length("qr-size", "205px", "Side of the QR code without its quiet zone; the attribute `qr-size` wins."),
  {
    name: "--guard-font-family",
    syntax: "<family-name>",
    value:
      'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", sans-serif',
    description: "Typeface.",
  },
  {
    name: "--guard-shadow",
    syntax: "<shadow>",
    value:
      "0 1px 2px light-dark(rgb(16 24 40 / .05), rgb(255 255 255 / .04)), 0 12px 32px -8px light-dark(rgb(16 24 40 / .14), rgb(0 0 0 / .6))",
    description: "Shadow of the card.",
  },
  { name: "--guard-duration", syntax: "<time>", value: "160ms", description: "How long a change of colour takes." },
];

/**
 * A value as one of the two themes has it.
 * @param {string} value
 * @param {"light" | "dark"} theme
 */
export const inTheme = (value, theme) => {
  const start = value.indexOf("light-dark(");
  if (start < 0) return value;
  const arguments_ = [];
  let depth = 0;
  let from = start + "light-dark(".length;
  for (let at = from; ; at += 1) {
    if (value[at] === "(") depth += 1;
    else if (value[at] === ")" && depth > 0) depth -= 1;
    else if (depth === 0 && (value[at] === "," || value[at] === ")")) {
      arguments_.push(value.slice(from, at).trim());
      from = at + 1;
      if (value[at] === ")") break;
    }
  }
  const chosen = arguments_[theme === "light" ? 0 : 1];
  return inTheme(value.slice(0, start) + chosen + value.slice(from), theme);
};
