// What draws a page: jsdom, and WeChat's own component system by `miniprogram-simulate`. It makes globals, so each phone
// has a thread of its own.

const path = require("node:path");
const { needs, source } = require("./packages.js");

const { JSDOM } = needs("jsdom");

/** What a person or a screen reader notices of WeChat's elements. Without these, simulate draws none of it. */
const NOTICED = {
  view: [],
  text: [],
  image: ["src"],
  button: ["openType", "disabled"],
  input: ["value", "placeholder", "type"],
};
const ARIA = ["ariaLabel", "ariaRole", "ariaChecked", "ariaHidden"];

const { window } = new JSDOM("", { url: "https://phone.example" });
for (const name of ["document", "HTMLElement", "Node", "Element", "Event", "CustomEvent", "MutationObserver"])
  global[name] = window[name];
global.window = window;

const simulate = needs("miniprogram-simulate");
const elements = needs("j-component");
const { Event } = needs("miniprogram-exparser");

for (const [name, own] of Object.entries(NOTICED)) {
  const properties = Object.fromEntries([...own, ...ARIA].map((property) => [property, { type: null, value: null }]));
  elements.register({ id: name, tagName: `wx-${name}`, template: "<slot/>", properties });
}

/** The attributes of a drawn element. */
const attributes = (node) => node.__wxElement?.data ?? {};

/** A drawn page. */
class Screen {
  /** Draws `page`, a path below the source, and opens it with `query`. */
  constructor(page, query) {
    this.component = simulate.render(simulate.load(path.join(source, page), { rootPath: source }));
    this.component.attach(document.body);
    this.component.instance.onLoad(query);
  }

  close() {
    this.component.instance.onUnload();
    this.component.detach();
  }

  /** Every drawn element, in the order of the document. */
  elements() {
    return [...this.component.dom.querySelectorAll("*")].filter((node) => node.__wxElement);
  }

  /** What can be read, a line for each piece. */
  text() {
    const lines = [];
    for (const node of this.elements()) {
      const { placeholder, value, ariaHidden } = attributes(node);
      if (ariaHidden) continue;
      if (node.children.length === 0 && node.textContent.trim()) lines.push(node.textContent.trim());
      else if (placeholder) lines.push(value || placeholder);
    }
    return lines.join("\n");
  }

  /** What a screen reader is told of each element that has a role or a label of its own, or is a button or an input. */
  roles() {
    const roles = [];
    for (const node of this.elements()) {
      const { ariaRole, ariaLabel, ariaChecked, ariaHidden, disabled } = attributes(node);
      const role = ariaRole ?? { "wx-button": "button", "wx-input": "textbox" }[node.localName];
      if (ariaHidden || (!role && !ariaLabel)) continue;
      const name = ariaLabel || node.textContent.trim();
      roles.push({ role, name, ...(ariaChecked !== null && { checked: ariaChecked }), ...(disabled && { disabled }) });
    }
    return roles;
  }

  /** The element with this text or label; throws when there is none. */
  find(label) {
    const named = (node) =>
      attributes(node).ariaLabel === label ||
      node.textContent.trim() === label ||
      attributes(node).placeholder === label;
    const found = this.elements().filter(named).at(-1);
    if (!found) throw new Error(`the page shows no “${label}”, but:\n${this.text()}`);
    return found;
  }

  /** The button that asks WeChat for something; `null` when there is none. */
  opens(type) {
    return this.elements().find((node) => attributes(node).openType === type) ?? null;
  }

  /** Lets `name` happen to `node`. */
  fire(node, name, detail = {}) {
    const options = { bubbles: name === "tap", composed: name === "tap", capturePhase: true };
    Event.dispatchEvent(node.__wxElement, Event.create(name, detail, options));
  }
}

module.exports = { Screen, attributes };
