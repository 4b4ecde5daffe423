// Inside the modals of React's libraries: their focus traps see no shadow roots, hide what is outside, and close on Escape.
// Tab and Shift+Tab go through the box and round the modal, what is typed arrives, and the modal's keys stay its own.
import { CLOSE, ORDERS, expectRound, focused } from "../support/focus.js";
import { html, openBeside, tag } from "../support/pages.js";
import { bundle } from "../support/react.js";
import { expect, test } from "../support/test.js";

/** An app whose button opens a modal with what is in it, as each library's documentation shows one first. */
const LIBRARIES = {
  "MUI's Dialog": (children) => `
    import Dialog from "@mui/material/Dialog";
    import DialogContent from "@mui/material/DialogContent";
    ${withState(`<Dialog open={open} onClose={() => setOpen(false)}><DialogContent>${children}</DialogContent></Dialog>`)}`,
  "MUI's Modal": (children) => `
    import Modal from "@mui/material/Modal";
    ${withState(`<Modal open={open} onClose={() => setOpen(false)}><div role="dialog" tabIndex={-1}>${children}</div></Modal>`)}`,
  "Radix's Dialog": (children) => `
    import * as Dialog from "@radix-ui/react-dialog";
    const App = () => (
      <Dialog.Root>
        <Dialog.Trigger id="behind">Open</Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay />
          <Dialog.Content aria-describedby={undefined}><Dialog.Title>Log in</Dialog.Title>${children}</Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    );`,
};

const withState = (modal) => `
  import { useState } from "react";
  const App = () => {
    const [open, setOpen] = useState(false);
    return <><button id="behind" onClick={() => setOpen(true)}>Open</button>${modal}</>;
  };`;

/** Opens the page of an app. */
const openApp = async (page, server, app) => {
  const script = await bundle(`import { createRoot } from "react-dom/client"; ${app}
    createRoot(document.getElementById("app")).render(<App />);`);
  await openBeside(page, server, html().replace(/<guard-widget.*<\/guard-widget>/, '<div id="app"></div>'));
  await page.addScriptTag({ content: script });
  await page.locator("#behind").click();
};

for (const [name, library] of Object.entries(LIBRARIES)) {
  for (const shadow of ["open", "none"]) {
    // MUI's Dialog stands on its Modal.
    const orders = Object.entries(ORDERS).filter((_, at) => name !== "MUI's Modal" || at === (shadow === "open" ? 0 : 1));
    for (const [order, { content, round }] of orders) {
      test(`a box ${order} in ${name}: Tab goes through it both ways, what is typed arrives, and Escape closes: shadow="${shadow}"`, async ({ page, server, widget }) => {
        await openApp(page, server, library(content(tag({ shadow }))));
        await widget.ready();
        await expectRound(page, "Tab", round);
        await expectRound(page, "Shift+Tab", [...round].reverse());

        await widget.account.click();
        await page.keyboard.type("lin/2026?");
        await expect(widget.account).toHaveValue("lin/2026?");
        await widget.password.click();
        await page.keyboard.type("wrong");
        await page.keyboard.press("Enter");
        await expect(widget.errors.first()).toBeVisible();
        await widget.logIn();
        await expect(widget.status("success")).toBeVisible();
        // The field that had the focus is gone with the form, and some modals take it back only after a moment.
        await expect(async () => {
          await page.keyboard.press("Escape");
          await expect(widget.element).toHaveCount(0, { timeout: 1_000 });
        }).toPass({ timeout: 15_000 });
        await expect.poll(() => focused(page), "the focus is where it was").toBe("behind");
      });
    }
  }
}

for (const [name, library] of Object.entries(LIBRARIES)) {
  for (const shadow of ["open", "none"]) {
    test(`in ${name}, Escape in a field of the box closes the modal, and it opens with a fresh box: shadow="${shadow}"`, async ({ page, server, widget }) => {
      await openApp(page, server, library(tag({ shadow }) + CLOSE));
      for (const round of [1, 2]) {
        await widget.ready();
        await expect(widget.account, `round ${round}`).toHaveValue("");
        await widget.account.fill("lin");
        await page.keyboard.press("Escape");
        await expect(widget.element).toHaveCount(0);
        await page.locator("#behind").click();
      }
    });
  }
}
