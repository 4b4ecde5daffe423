// What others do to the tree of a page: translators, extensions, scripts of the site. Runs in the page, by a seed.

/** Installs `globalThis.meddle(seed, count)`, which changes the box's tree that often and answers what it did. */
export const install = () => {
  const random = (state) => () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const texts = (root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) if (walk.currentNode.data.trim() && !walk.currentNode.parentElement?.closest("style")) found.push(walk.currentNode);
    return found;
  };
  const font = (text) => {
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    inner.append(`«${text.data}»`);
    outer.append(inner);
    text.replaceWith(outer);
  };
  const name = (node) => (node ? `${node.localName ?? "text"}${node.part?.value ? `[${node.part.value}]` : ""}${node.className?.baseVal === undefined && node.className ? `.${node.className}` : ""}` : "nothing");
  const kinds = {
    translate: ({ pick, root }) => {
      const text = pick(texts(root));
      const of = name(text?.parentElement);
      if (text) font(text);
      return of;
    },
    translateAll: ({ root }) => texts(root).forEach(font),
    textGone: ({ pick, root }) => {
      const text = pick(texts(root));
      const of = name(text?.parentElement);
      text?.remove();
      return of;
    },
    wrap: ({ element }) => {
      const wrapper = document.createElement("span");
      element.replaceWith(wrapper);
      wrapper.append(element);
    },
    insert: ({ element, next }) => {
      const other = document.createElement(next() < 0.5 ? "div" : "section");
      other.textContent = "✚";
      element[next() < 0.5 ? "before" : "prepend"](other);
    },
    remove: ({ element }) => element.remove(),
    empty: ({ element }) => element.replaceChildren(),
    copy: ({ element }) => element.replaceWith(element.cloneNode(true)),
    move: ({ element, pick, elements }) => {
      const target = pick(elements.filter((one) => !element.contains(one)));
      target?.append(element);
      return name(target);
    },
    attribute: ({ element, next }) => {
      const [key, value] = [["class", "x"], ["style", "opacity: .5"], ["title", "x"], ["data-x", "1"], ["lang", "fr"]][Math.floor(next() * 5)];
      element.setAttribute(key, value);
      return key;
    },
    unattribute: ({ element, pick }) => {
      const attribute = pick([...element.attributes]);
      if (attribute) element.removeAttribute(attribute.name);
      return attribute?.name;
    },
  };
  globalThis.meddle = (seed, count) => {
    const next = random(seed >>> 0);
    const pick = (list) => list[Math.floor(next() * list.length)];
    const box = document.querySelector("guard-widget");
    const root = box.shadowRoot ?? box;
    const did = [];
    for (let number = 0; number < count; number += 1) {
      const elements = [...root.querySelectorAll("*:not(style, script)")];
      const element = pick(elements);
      if (!element) {
        did.push("there is nothing left");
        break;
      }
      const kind = pick(Object.keys(kinds));
      const [what, more] = [name(element), kinds[kind]({ root, element, elements, next, pick })];
      did.push(`${kind} ${what}${more ? ` (${more})` : ""}`);
    }
    return did;
  };
};
