// Inside the modal of another library: its focus trap lists what can take the focus, and most do not look into shadow
// roots. Tab and Shift+Tab go through the box and round the modal all the same.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { CLOSE, IN_BOX, ORDERS, expectRound, walk } from "../support/focus.js";
import { html, openBeside, tag } from "../support/pages.js";
import { expect, test } from "../support/test.js";

const LIBRARIES = new URL("../node_modules/", import.meta.url);

/** The scripts of each library, what opens its modal, and what closes it. */
const TRAPS = {
  micromodal: {
    files: ["micromodal/dist/micromodal.min.js"],
    show: () => MicroModal.show("modal", { disableFocus: true }),
  },
  "a11y-dialog": {
    files: ["a11y-dialog/dist/a11y-dialog.min.js"],
    show: () => new A11yDialog(document.getElementById("modal")).show(),
  },
  bootstrap: {
    files: ["bootstrap/dist/js/bootstrap.bundle.min.js"],
    show: () => new bootstrap.Modal(document.getElementById("modal")).show(),
  },
  "focus-trap": {
    files: ["tabbable/dist/index.umd.min.js", "focus-trap/dist/focus-trap.umd.min.js"],
    // It refuses a modal in which it sees nothing to stop at, unless it is told to look into shadow roots.
    show: (order) => focusTrap.createFocusTrap("#modal", { tabbableOptions: { getShadowRoot: order === "alone" } }).activate(),
  },
};

const modal = (content) => `<button id="behind">Behind</button>
<div id="modal" class="modal" role="dialog" aria-modal="true" tabindex="-1" style="display: block; opacity: 1"><div class="modal-dialog">
<div class="modal-content">${content}</div></div></div><button id="beyond">Beyond</button>`;

for (const [library, { files, show }] of Object.entries(TRAPS)) {
  for (const shadow of ["open", "none"]) {
    for (const [order, { content, round }] of Object.entries(ORDERS)) {
      test(`Tab goes through a box ${order} in a modal of ${library}, both ways: shadow="${shadow}"`, async ({ page, server, widget }) => {
        const body = modal(content(tag({ shadow })));
        await openBeside(page, server, html().replace(/<guard-widget.*<\/guard-widget>/, () => body));
        for (const file of files) await page.addScriptTag({ content: await readFile(fileURLToPath(new URL(file, LIBRARIES)), "utf8") });
        await widget.qrTab.waitFor();
        await page.locator("#behind").click();
        await page.evaluate(show, order);
        await expectRound(page, "Tab", round);
        await expectRound(page, "Shift+Tab", [...round].reverse());
        // Typed as ever, and nothing of it is left on the element.
        await widget.account.fill("lin");
        await expect(widget.account).toBeFocused();
        expect(await widget.element.getAttribute("tabindex")).toBe(null);
      });
    }
  }
}

test("a modal that calls focus() on the box moves it to the first thing to do, as everybody does", async ({ page, server, widget }) => {
  await openBeside(page, server, html().replace(/<guard-widget.*<\/guard-widget>/, () => modal(CLOSE + tag())));
  await widget.qrTab.waitFor();
  await page.locator("#close").focus();
  await widget.element.evaluate((element) => element.focus());
  await expect(widget.account).toBeFocused();
});

test("outside of a modal nothing of this is there: the box is no stop, and the page hears each key once", async ({ page, server, widget }) => {
  await openBeside(page, server, html().replace("<guard-widget", "<button id=one>One</button><guard-widget"));
  await widget.qrTab.waitFor();
  await page.evaluate(() => {
    globalThis.heard = 0;
    addEventListener("keydown", ({ key }) => (globalThis.heard += key === "Tab"));
  });
  await page.locator("#one").focus();
  expect(await walk(page, "Tab", 5)).toEqual(IN_BOX);
  expect(await walk(page, "Shift+Tab", 5)).toEqual([...IN_BOX.slice(0, -1).reverse(), "one"]);
  expect(await page.evaluate(() => globalThis.heard)).toBe(10);
  expect(await widget.element.getAttribute("tabindex")).toBe(null);
});
