// What is typed into the box is not the page's: its shortcuts, its listeners, and what it has done to the language.
import { MODULE, hold } from "../support/hold.js";
import { html, openBeside } from "../support/pages.js";
import { expect, test } from "../support/test.js";

const SECRET = "tea/2026?k #jj";

/** Pages that focus a search box on `/`, each in a way of its own; they look at the target, as they should. */
const WAYS = {
  "on document": "document.addEventListener('keydown', search)",
  "on document, on keypress": "document.addEventListener('keypress', search)",
  "on document, on keyup": "document.addEventListener('keyup', search)",
  "on window": "addEventListener('keydown', search)",
  "on body": "document.body.addEventListener('keydown', search)",
  "on the way down, on document": "document.addEventListener('keydown', search, true)",
  "on the way down, on body": "document.body.addEventListener('keydown', search, true)",
  "as a property": "document.onkeydown = search",
};

/** @param {string} listen @param {Record<string, string | boolean>} attributes */
const shop = (listen, attributes) =>
  html(attributes).replace(
    "<main>",
    `<main><input id="search"><script>
      globalThis.heard = [];
      const search = (event) => {
        globalThis.heard.push(event.key);
        const { localName, isContentEditable } = event.target;
        if (/^(input|textarea|select)$/.test(localName) || isContentEditable) return;
        if (["/", "?", "k", "#", " ", "j", "Enter", "Backspace"].includes(event.key)) document.querySelector("#search").focus();
      };
      addEventListener("DOMContentLoaded", () => { ${listen} });
    </script>`,
  );

/** Types the secret as a person does, one key after the other, and mends a letter. */
const type = async (page) => {
  await page.keyboard.type(SECRET);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("j");
};

for (const [name, listen] of Object.entries(WAYS)) {
  for (const attributes of [{}, { shadow: "none" }, { mode: "modal", open: true }]) {
    test(`shortcuts ${name} get no key that is typed: ${JSON.stringify(attributes)}`, async ({ page, server, widget }) => {
      await openBeside(page, server, shop(listen, attributes));
      await widget.element.getByRole("heading").waitFor();
      await widget.account.click();
      await page.keyboard.type("a/b");
      await widget.password.click();
      await type(page);
      await expect(widget.account).toHaveValue("a/b");
      await expect(widget.password).toHaveValue(SECRET);
      await expect(page.locator("#search")).toHaveValue("");
      if (!attributes.shadow) {
        // Keys that only move are heard on the way down: password managers show menus.
        const heard = await page.evaluate(() => globalThis.heard);
        expect(heard.filter((key) => key !== "ArrowLeft" || !name.includes("way down")), "and nobody hears it").toEqual([]);
      }
    });
  }
}

test("nor in the form that is there before the module", async ({ page, server, widget }) => {
  const go = await hold(page, MODULE);
  await openBeside(page, server, shop(WAYS["on the way down, on document"], {}));
  await widget.password.click();
  await type(page);
  await expect(widget.password).toHaveValue(SECRET);
  go();
  await widget.element.getByRole("heading").waitFor();
  await expect(widget.password).toHaveValue(SECRET);
});

test("shortcuts outside of the fields, with Control, Tab and Escape are the page's as before", async ({ page, server, widget }) => {
  await openBeside(page, server, shop(WAYS["on document"], {}));
  await widget.element.getByRole("heading").waitFor();
  await widget.account.click();
  for (const key of ["Control+k", "Tab", "Escape"]) await page.keyboard.press(key);
  await expect.poll(() => page.evaluate(() => globalThis.heard)).toEqual(["Control", "k", "Tab", "Escape"]);
  await widget.passwordTab.focus();
  await page.keyboard.press("/");
  await expect(page.locator("#search")).toBeFocused();
});

test("the hint of caps lock is there all the same", async ({ page, server, widget }) => {
  await openBeside(page, server, shop(WAYS["on the way down, on document"], {}));
  await widget.element.getByRole("heading").waitFor();
  await widget.password.evaluate((input) => {
    const init = { key: "A", bubbles: true, composed: true, modifierCapsLock: true };
    input.dispatchEvent(new KeyboardEvent("keydown", init));
  });
  await expect(widget.element).toContainText("Caps Lock");
  await expect(page.locator("#search")).toHaveValue("");
});

for (const when of ["before the module", "with the module"]) {
  for (const shadow of ["open", "none"]) {
    test(`plain events with the names of others are no error: ${when}, shadow="${shadow}"`, async ({ page, widget, open }) => {
      const go = when === "before the module" && (await hold(page, MODULE));
      await open({ shadow });
      if (!go) await widget.element.getByRole("heading").waitFor();
      const fire = async (field) =>
        field.evaluate((input) => {
          for (const type of ["keydown", "keypress", "keyup", "input", "change", "focus", "blur", "paste", "click", "mousedown", "pointerdown", "compositionend", "beforeinput"]) {
            input.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
            const odd = new Event(type, { bubbles: true, composed: true });
            input.dispatchEvent(Object.assign(odd, { keyCode: 65, which: 65 }));
          }
        });
      await fire(widget.account);
      await fire(widget.password);
      if (go) go();
      await widget.element.getByRole("heading").waitFor();
      await fire(widget.passwordTab);
      await fire(widget.element.locator(".guard-icon-button"));
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
    });
  }
}

/** Pages that have changed what everybody uses, or stop events early. */
const PAGES = {
  "names on all objects": `for (const proto of [Object, Array, Function, String, Number, Promise, Element, Event].map((one) => one.prototype)) {
    proto.everywhere = function () { return "everywhere"; };
    proto.nothing = null;
  }`,
  "an old framework's built-ins": `
    Array.prototype.toJSON = function () { return "broken"; };
    Array.from = (list) => Array.prototype.slice.call(list);
    Function.prototype.bind = function (self, ...first) { const call = this; return (...rest) => call.apply(self, [...first, ...rest]); };
    String.prototype.trimAll = () => "";
    Element.prototype.get = Element.prototype.set = Element.prototype.update = function () { return this; };`,
  "wrapped functions": `
    for (const name of ["fetch", "setTimeout", "requestAnimationFrame", "queueMicrotask"]) {
      const own = window[name];
      window[name] = function (...all) { return own.apply(window, all); };
    }
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, heard, ...more) {
      const wrapped = typeof heard === "function" ? function (event) { return heard.call(this, event); } : heard;
      return addEventListener.call(this, type, wrapped, ...more);
    };`,
  "names of the console and of modules gone": `delete window.requestIdleCallback; window.name = "everywhere"; window.define = () => {}; window.define.amd = {}; window.module = {}; window.exports = {};`,
  "events that end at the window": `for (const type of ["focusin", "focusout", "keydown", "keyup", "keypress", "mousedown", "pointerdown", "touchstart", "beforeinput", "selectstart", "contextmenu", "wheel"]) {
    addEventListener(type, (event) => event.stopImmediatePropagation(), true);
  }`,
  "events that end at the document": `for (const type of ["click", "submit", "input", "change", "keydown", "focusin", "blur"]) {
    document.addEventListener(type, (event) => event.stopImmediatePropagation());
  }`,
};

for (const [name, script] of Object.entries(PAGES)) {
  for (const shadow of ["open", "none"]) {
    test(`${name}: both logins work, shadow="${shadow}"`, async ({ page, server, widget, phone }) => {
      await openBeside(page, server, html({ shadow }).replace("<head>", `<head><script>${script}</script>`));
      await widget.showCode();
      const scan = await phone(await widget.codeText());
      await expect(widget.status("scanned")).toBeVisible();
      await scan.confirm(await widget.number());
      await expect(widget.status("success")).toBeVisible();
      await openBeside(page, server, html({ shadow }).replace("<head>", `<head><script>${script}</script>`));
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
      expect(page.url()).toMatch(/\/e2e\/page$/);
    });
  }
}
