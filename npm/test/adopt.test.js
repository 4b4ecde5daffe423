// How the module is given the elements of the first frame in the place of its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { adopt, pair } from "../src/adopt.js";

/** As much of a node as this needs. Moves are written down. */
class Fake {
  parentNode = null;
  childNodes = [];
  #attributes = new Map();
  static moved = [];

  constructor(localName, attributes = {}, ...children) {
    Object.defineProperty(this, "localName", { value: localName });
    for (const hidden of ["parentNode", "childNodes"]) Object.defineProperty(this, hidden, { enumerable: false });
    for (const [name, value] of Object.entries(attributes)) this.setAttribute(name, value);
    for (const child of children) this.insertBefore(child, null);
  }
  get attributes() {
    return [...this.#attributes].map(([name, value]) => ({ name, value }));
  }
  getAttribute(name) {
    return this.#attributes.get(name) ?? null;
  }
  setAttribute(name, value) {
    this.#attributes.set(name, value);
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get nextSibling() {
    return this.parentNode?.childNodes[this.parentNode.childNodes.indexOf(this) + 1] ?? null;
  }
  remove() {
    Fake.moved.push(this);
    this.parentNode.childNodes.splice(this.parentNode.childNodes.indexOf(this), 1);
    this.parentNode = null;
  }
  insertBefore(child, next) {
    Fake.moved.push(child);
    if (child.parentNode) child.remove();
    this.childNodes.splice(next ? this.childNodes.indexOf(next) : this.childNodes.length, 0, child);
    child.parentNode = this;
  }
}

const node = (...parts) => new Fake(...parts);

class Table extends Array {
  get(at) {
    return this[at];
  }
  set(at, value) {
    this[at] = value;
  }
}

/** Two trees with two leaves each; theirs has more in it. */
const trees = () => {
  const [a, b, x, y] = [node("input", { id: "a", type: "text" }), node("button", { id: "b" }), node("input", { id: "x", type: "password", own: "1" }), node("button")];
  const theirs = node("section", { lang: "en" }, node("h2"), node("form", { class: "new" }, node("label"), a, node("p"), b));
  const ours = node("section", {}, node("div"), node("form", { class: "old" }, node("svg"), x, y, node("i")));
  return { theirs, ours, a, b, x, y };
};

test("what stays is put in the module's table, and never moved", () => {
  const { theirs, ours, a, b, x, y } = trees();
  const form = ours.childNodes[1];
  a.__guard_listener_id = 7;
  a[0] = "of a form";
  const table = new Table("text", a, theirs, a, theirs.childNodes[0]);
  const heading = table[4];
  Fake.moved = [];
  adopt(pair(theirs, ours, [[a, x], [b, y]]), table);
  assert.deepEqual([...table], ["text", x, ours, x, heading]);
  for (const kept of [ours, form, x, y]) assert.ok(!Fake.moved.includes(kept), kept.localName);
  assert.deepEqual(ours.childNodes.map(({ localName }) => localName), ["h2", "form"]);
  assert.equal(ours.childNodes[1], form);
  assert.deepEqual(form.childNodes.map(({ localName }) => localName), ["label", "input", "p", "button"]);
  assert.deepEqual([form.childNodes[1], form.childNodes[3]], [x, y]);
  assert.equal(x.__guard_listener_id, 7);
  assert.equal(x[0], undefined);
});

test("attributes become the module's; those of others stay, and so does the type", () => {
  const { theirs, ours, a, b, x, y } = trees();
  adopt(pair(theirs, ours, [[a, x], [b, y]]), new Table());
  assert.deepEqual(["id", "own", "type"].map((name) => x.getAttribute(name)), ["a", "1", "password"]);
  assert.equal(ours.childNodes[1].getAttribute("class"), "new");
  assert.equal(ours.getAttribute("lang"), "en");
});

test("ways that differ are no pair", () => {
  const wrapped = trees();
  const wrapper = node("span");
  wrapped.ours.childNodes[1].insertBefore(wrapper, wrapped.x);
  wrapper.insertBefore(wrapped.x, null);
  assert.equal(pair(wrapped.theirs, wrapped.ours, [[wrapped.a, wrapped.x], [wrapped.b, wrapped.y]]), undefined);

  const moved = trees();
  moved.ours.insertBefore(moved.y, null);
  assert.equal(pair(moved.theirs, moved.ours, [[moved.a, moved.x], [moved.b, moved.y]]), undefined);

  const gone = trees();
  gone.x.remove();
  assert.equal(pair(gone.theirs, gone.ours, [[gone.a, gone.x], [gone.b, gone.y]]), undefined);

  const merged = trees();
  // Both in one element of ours, in two of theirs.
  const second = node("form", {}, merged.b);
  merged.theirs.insertBefore(second, null);
  assert.equal(pair(merged.theirs, merged.ours, [[merged.a, merged.x], [merged.b, merged.y]]), undefined);
});
