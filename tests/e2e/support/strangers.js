// What others do to the tree of a page: translators of browsers and extensions.
import { expect } from "@playwright/test";

/**
 * Translates as Chromium's and Firefox's translators do: elements in the place of each text node with words in it, then
 * and whenever one comes. What says `translate="no"` stays.
 */
export const translate = (page) =>
  page.addInitScript(() => {
    const kept = (node) => node.parentElement?.closest("[translate=no], script, style, svg, font");
    const change = (root) => {
      const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walk.nextNode()) texts.push(walk.currentNode);
      for (const text of texts) {
        if (!text.data.trim() || kept(text)) continue;
        const [outer, inner] = [document.createElement("font"), document.createElement("font")];
        inner.append(`«${text.data}»`);
        outer.append(inner);
        text.replaceWith(outer);
      }
    };
    globalThis.translateBox = (root) => {
      change(root);
      new MutationObserver(() => change(root)).observe(root, { childList: true, subtree: true, characterData: true });
    };
  });

/**
 * A wrong password, then the code: all that a box shows at one place after another, changed by `begin` between the steps.
 * @param {import("./widget.js").Widget} widget
 * @param {import("@playwright/test").Locator} codeTab
 * @param {() => Promise<void>} begin
 */
export const fromFormToCode = async (widget, codeTab, begin) => {
  await begin();
  await widget.accountInput().fill("lin");
  await widget.password.fill("wrong");
  await widget.submit.click();
  await expect(widget.errors.first()).toBeVisible();
  await begin();
  await codeTab.click();
  await widget.code.waitFor();
  await begin();
};

/** What extensions do to whatever they find, each once to all elements of a box. */
export const EXTENSIONS = {
  "wraps every field and button": (root) => {
    for (const one of root.querySelectorAll("input, button, label, h2, p")) {
      const wrapper = document.createElement("span");
      one.replaceWith(wrapper);
      wrapper.append(one);
    }
  },
  "puts an icon of its own beside every element": (root) => {
    for (const one of root.querySelectorAll(".guard *")) {
      if (one.closest("svg")) continue;
      one.after(document.createElement("i"));
      one.prepend(document.createComment("x"));
    }
  },
  "splits and joins texts": (root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walk.nextNode()) texts.push(walk.currentNode);
    for (const text of texts) if (text.length > 2) text.splitText(1);
    root.normalize();
  },
  "removes texts, headings and hints": (root) => {
    for (const one of root.querySelectorAll("h2, p, label, .guard-subtitle, .guard-icon, [role=status]")) one.remove();
  },
  "writes attributes and classes": (root) => {
    for (const one of root.querySelectorAll("*")) {
      one.setAttribute("data-extension", "1");
      one.classList.add("extension");
      one.setAttribute("style", "--extension: 1");
    }
  },
};
