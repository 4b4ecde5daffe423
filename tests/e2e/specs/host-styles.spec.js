// The page is as it was before the box came: its styles, its attributes, its globals, its history.
import { openHost } from "../support/hosts.js";
import { expect, test } from "../support/test.js";

/** Whose style is compared: of every element, and of the parts of those that have such a part. */
const PARTS = {
  "": "*",
  "::before": "*",
  "::after": "*",
  "::marker": "li, summary",
  "::placeholder": "input, textarea",
  "::selection": "p, h2, input",
  "::first-letter": "p, h1, div",
  "::backdrop": "dialog",
  "::file-selector-button": "[type=file]",
  "::details-content": "details",
};

/** What is compared of those parts; the browser works each out anew, so all properties would take seconds. */
const OF_PARTS = [
  ...["content", "display", "color", "background-color", "font", "text-transform", "letter-spacing", "margin", "padding"],
  ...["border", "box-sizing", "position", "opacity", "visibility", "outline", "box-shadow", "animation-name", "transition-duration"],
  ...["inline-size", "block-size"],
];

/** Custom properties that are the page's or that the box has; the rest of a computed style lists itself. */
const VARIABLES = [
  ...["--brand", "--space", "--guard-color-primary", "--guard-radius", "--guard-qr-ttl", "--guard-qr-elapsed"],
  ...["--_primary", "--_radius"],
];

/** All that the page can see of itself; what is in the box is left out. */
const look = (page) =>
  page.evaluate(
    ([parts, ofParts, variables]) => {
      const styles = {};
      const elements = [...document.querySelectorAll(":not(guard-widget, guard-widget *, head *)")];
      for (const [index, element] of elements.entries()) {
        for (const [pseudo, selector] of Object.entries(parts)) {
          if (!element.matches(selector)) continue;
          const style = getComputedStyle(element, pseudo || null);
          const values = [...(pseudo ? ofParts : style), ...variables].map((name) => `${name}: ${style.getPropertyValue(name)}`);
          styles[`${index} ${element.localName}.${element.className.baseVal ?? element.className}${pseudo}`] = values.join("\n");
        }
      }
      const own = (object) => Object.getOwnPropertyNames(object).sort();
      const { documentElement, head, body } = document;
      return {
        styles,
        page: {
          attributes: [documentElement, head, body].map((element) => element.cloneNode().outerHTML),
          head: head.innerHTML,
          children: [...body.children].map((child) => child.localName),
          sheets: document.styleSheets.length,
          globals: own(globalThis).filter((name) => name !== "guardEvents"),
          properties: [document, documentElement, head, body].map(own),
          prototypes: [Node, Element, HTMLElement, Event, EventTarget, Document].map(({ prototype }) => own(prototype)),
          title: document.title,
          url: location.href,
          history: history.length,
          state: history.state,
          storage: [localStorage.length, sessionStorage.length],
          scroll: [scrollX, scrollY],
        },
      };
    },
    [PARTS, OF_PARTS, VARIABLES],
  );

/** Behind an open dialog the page does not scroll: the document's element says so in its style, and nothing else. */
const LOCKED = /^\d+ html\S* \{ (?:overflow-(?:block|inline|x|y): visible \} → overflow-\w+: hidden|scrollbar-gutter: auto \} → scrollbar-gutter: stable)$/;

/** Expects the page to look as before, and says which property of which element does not. */
const expectSame = (before, after, when, allowed = /^$/) => {
  const changed = [];
  for (const [element, text] of Object.entries(before.styles)) {
    if (text === after.styles[element]) continue;
    const [was, is] = [text, after.styles[element] ?? ""].map((one) => one.split("\n"));
    for (const [index, line] of was.entries()) if (line !== is[index]) changed.push(`${element} { ${line} } → ${is[index]}`);
  }
  expect(changed.filter((change) => !allowed.test(change)).slice(0, 20), `styles ${when}`).toEqual([]);
  expect(Object.keys(after.styles), `elements ${when}`).toEqual(Object.keys(before.styles));
  const page = { ...after.page, attributes: [...after.page.attributes] };
  if (allowed === LOCKED) page.attributes[0] = page.attributes[0].replace(/ style="overflow: hidden;(?: scrollbar-gutter: stable;)?"/, "");
  expect(page, when).toEqual(before.page);
};

/** Selectors of the document's constructed sheets that reach an element outside the box. */
const reaching = (page) =>
  page.evaluate(() => {
    const outside = (selector) => [...document.querySelectorAll(selector)].some((element) => !element.closest("guard-widget"));
    const walk = (rule, scope) => {
      const start = rule instanceof CSSScopeRule ? rule.start : scope;
      const mine = rule.selectorText && outside(start ?? rule.selectorText) ? [`${start ?? ""} ${rule.selectorText}`] : [];
      return [...mine, ...[...(rule.cssRules ?? [])].flatMap((inner) => (inner instanceof CSSKeyframeRule ? [] : walk(inner, start)))];
    };
    return document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].flatMap((rule) => walk(rule)));
  });

for (const shadow of ["open", "none"]) {
  for (const mode of ["inline", "modal"]) {
    test(`shadow="${shadow}", mode="${mode}": nothing of the page changes`, async ({ page, server, widget }) => {
      await openHost(page, server, "host", { attributes: { shadow, mode }, script: "" });
      const before = await look(page);
      expect(Object.keys(before.styles).length, "styles of the page").toBeGreaterThan(200);
      await page.evaluate(() => void import("/dist/guard-widget.js"));
      await page.waitForFunction(() => customElements.get("guard-widget"));
      if (mode === "modal") await widget.element.evaluate((element) => element.show());
      await widget.ready();
      expect(await widget.element.evaluate((element) => element.shadowRoot === null)).toBe(shadow === "none");
      const open = mode === "modal" ? LOCKED : undefined;
      expectSame(before, await look(page), "with the box", open);
      await widget.showCode();
      expectSame(before, await look(page), "in the QR tab", open);
      expect(await reaching(page), "selectors that reach the page").toEqual([]);
      await widget.passwordTab.click();
      await widget.logIn();
      await expect.poll(() => page.evaluate(() => globalThis.guardEvents.some((event) => event.type === "guard-login"))).toBe(true);
      expectSame(before, await look(page), "after the login", open);
      await widget.element.evaluate((element) => element.remove());
      await expect.poll(() => page.locator("guard-widget").count()).toBe(0);
      expectSame(before, await look(page), "without the box");
    });
  }
}

/** Each of them changes something. */
const STRANGE = [
  "svg { display: block }",
  "@keyframes guard-spin { to { rotate: 1turn } }",
  "li::marker { color: red }",
  ":root { --_radius: 1px }",
];

test("the comparison would see a rule, a keyframe, an attribute and a global", async ({ page, server }) => {
  await openHost(page, server, "host", { script: "" });
  const before = await look(page);
  for (const css of STRANGE) {
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
    }, css);
    const after = await look(page);
    await page.evaluate(() => (document.adoptedStyleSheets = []));
    expect(() => expectSame(before, after, css), css).toThrow(/styles/);
  }
  let last = await look(page);
  for (const change of [
    () => (globalThis.wasmBindgen = 1),
    () => document.body.classList.add("modal-open"),
    () => history.pushState(null, ""),
    () => (document.documentElement.__mark = 1),
  ]) {
    await page.evaluate(change);
    const next = await look(page);
    expect(() => expectSame(last, next, "it"), String(change)).toThrow();
    last = next;
  }
});
