// mode="modal": the box in a native dialog; how it opens and closes, and where the focus is meanwhile. How it looks is in
// modal-look.spec.js.
import { allTold, asked, path } from "../support/asked.js";
import { events } from "../support/events.js";
import { focused, walk } from "../support/focus.js";
import { CONFIG, hold } from "../support/hold.js";
import { close, dialog, expect, expectClosed, expectOpen, reasons, show, test } from "../support/modal.js";
import { html, openBeside, tag } from "../support/pages.js";

const SHADOWS = ["open", "none"];

for (const shadow of SHADOWS) {
  test.describe(`shadow="${shadow}"`, () => {
    test("closed, nothing is loaded and nothing is drawn; open, all is there", async ({ page, visit }) => {
      const requests = asked(page, path);
      const widget = await visit({ shadow });
      await page.waitForTimeout(300);
      await allTold(page);
      expect(requests).toEqual(["/e2e/page", "/e2e/host.css", "/dist/guard-widget.js"]);
      expect(await widget.element.evaluate((element) => [element.shadowRoot, element.childNodes.length])).toEqual([null, 0]);
      await show(page);
      await expectOpen(widget);
      await expect(dialog(widget)).toHaveRole("dialog");
      await expect(dialog(widget)).toHaveAccessibleName(/^Log in/);
    });

    for (const [name, open, shut] of [
      ["show() and hide()", (element) => element.show(), (element) => element.hide()],
      ["the property", (element) => (element.open = true), (element) => (element.open = false)],
      ["the attribute", (element) => element.setAttribute("open", ""), (element) => element.removeAttribute("open")],
    ]) {
      test(`${name} open and close it`, async ({ page, visit }) => {
        const widget = await visit({ shadow });
        for (let round = 1; round <= 2; round++) {
          await widget.element.evaluate(open);
          await expectOpen(widget);
          await widget.element.evaluate(shut);
          await expectClosed(widget);
          await expect.poll(() => reasons(page)).toEqual(Array(round).fill({ reason: "host" }));
        }
      });
    }

    test("open in the markup is open", async ({ visit }) => {
      await expectOpen(await visit({ shadow, open: true }));
    });

    for (const [reason, act] of [
      ["escape", async ({ page }) => page.keyboard.press("Escape")],
      ["button", async ({ widget }) => close(widget).click()],
      ["backdrop", async ({ page }) => page.mouse.click(20, 20)],
      ["host", async ({ widget }) => widget.element.evaluate((element) => element.hide())],
    ]) {
      test(`closed by ${reason}: told once, and the focus goes back`, async ({ page, visit }) => {
        const widget = await visit({ shadow });
        for (let round = 1; round <= 2; round++) {
          await show(page);
          await expectOpen(widget);
          await act({ page, widget });
          await expectClosed(widget);
          await expect.poll(() => focused(page)).toBe("opener");
          await expect.poll(() => events(page, "guard-close")).toHaveLength(round);
          await page.waitForTimeout(50);
          const told = await events(page, "guard-close");
          expect(told).toHaveLength(round);
          expect(told.at(-1)).toMatchObject({ bubbles: true, composed: true, climbed: true, detail: { reason } });
        }
      });
    }

    test("the focus is in the first field as soon as there is one", async ({ page, visit }) => {
      const go = await hold(page, CONFIG);
      const widget = await visit({ shadow });
      await show(page);
      await expect(dialog(widget)).toBeVisible();
      await expect.poll(() => focused(page)).toBe("dialog");
      go();
      await expectOpen(widget);
      await expect.poll(() => focused(page)).toBe("username");
      await page.keyboard.type("lin");
      await expect(widget.account).toHaveValue("lin");
    });

    test("the focus stays where the person went before there was a field", async ({ page, visit }) => {
      const go = await hold(page, CONFIG);
      const widget = await visit({ shadow });
      await show(page);
      await expect(dialog(widget)).toBeVisible();
      expect(await walk(page, "Tab", 1)).toEqual(["close"]);
      go();
      await widget.ready();
      await page.waitForTimeout(100);
      expect(await focused(page)).toBe("close");
      await page.keyboard.press("Enter");
      await expectClosed(widget);
      await expect.poll(() => reasons(page)).toEqual([{ reason: "button" }]);
    });

    test("Tab and Shift+Tab go round in it, by way of the close button", async ({ page, visit }) => {
      const widget = await visit({ shadow, "forgot-password-url": "/forgot", "register-url": "/register" });
      await show(page);
      await expectOpen(widget);
      await expect.poll(() => focused(page)).toBe("username");
      const stops = ["password", "Show password", "Forgot password?", "submit", "Sign up", "close", "Password", "username"];
      // Between the last stop and the first one the browser's own controls have their turn.
      const own = (seen) => seen.filter((name) => name !== "page" && name !== "dialog");
      const forth = own(await walk(page, "Tab", 2 * stops.length + 4));
      expect(forth.slice(0, 2 * stops.length)).toEqual([...stops, ...stops]);
      await widget.account.focus();
      const back = own(await walk(page, "Shift+Tab", stops.length + 2));
      expect(back.slice(0, stops.length)).toEqual([...stops.slice(0, -1).reverse(), "username"]);
    });

    test("what is behind is out of reach", async ({ page, visit }) => {
      const widget = await visit({ shadow });
      await show(page);
      await expectOpen(widget);
      const reached = await page.evaluate(() => {
        const link = document.querySelector("#link");
        link.focus();
        const { x, y } = link.getBoundingClientRect();
        return [document.activeElement === link, document.elementFromPoint(x + 2, y + 2) === link];
      });
      expect(reached).toEqual([false, false]);
      await expect.poll(() => focused(page)).toBe("username");
    });

    test("a press that began inside, and ended outside, does not close it", async ({ page, visit }) => {
      const widget = await visit({ shadow });
      await show(page);
      await expectOpen(widget);
      const { x, y } = await widget.account.boundingBox();
      for (const [from, to] of [
        [[x + 20, y + 10], [10, 10]],
        [[10, 10], [x + 20, y + 10]],
      ]) {
        await page.mouse.move(...from);
        await page.mouse.down();
        await page.mouse.move(...to, { steps: 4 });
        await page.mouse.up();
      }
      await page.waitForTimeout(50);
      await expectOpen(widget);
      // Nor does one on the card, outside of all that is in it.
      const card = await dialog(widget).boundingBox();
      await page.mouse.click(card.x + 5, card.y + card.height - 6);
      await page.waitForTimeout(50);
      await expectOpen(widget);
      expect(await reasons(page)).toEqual([]);
    });

    test("opened again it is fresh: nothing typed, another code, the focus in the first field", async ({ page, visit }) => {
      const widget = await visit({ shadow });
      await show(page);
      await widget.logIn("lin", "wrong");
      await expect(widget.errors).toHaveCount(1);
      await widget.showCode();
      const first = await widget.codeText();
      await page.keyboard.press("Escape");
      await expectClosed(widget);
      await show(page);
      await expectOpen(widget);
      await expect(widget.account).toHaveValue("");
      await expect(widget.password).toHaveValue("");
      await expect(widget.errors).toHaveCount(0);
      await expect.poll(() => focused(page)).toBe("username");
      await widget.showCode();
      expect(await widget.codeText()).not.toBe(first);
    });

    test("closed, it gives the code up and asks no more", async ({ page, visit }) => {
      const widget = await visit({ shadow, "default-tab": "qr" });
      const polled = page.waitForRequest("**/qrcode/check");
      await show(page);
      await widget.code.waitFor();
      await polled;
      await allTold(page);
      // A part of the module and the script beside it come when the browser is idle.
      const requests = asked(page, (request) => !/\.wasm$|\/guard-late\.js$/.test(request.url()) && path(request));
      await page.keyboard.press("Escape");
      await page.waitForTimeout(2_300);
      await allTold(page);
      expect(requests).toEqual(["/api/v2/qrcode/abandon"]);
    });

    for (const [how, move] of [
      ["append()", (element) => document.body.append(element)],
      ["moveBefore()", (element) => document.body.moveBefore(element, null)],
    ]) {
      test(`moved with ${how} while open it stays open, modal and as it was`, async ({ page, visit }) => {
        const widget = await visit({ shadow });
        await show(page);
        await expectOpen(widget);
        await widget.account.fill("lin");
        await widget.element.evaluate(move);
        await expectOpen(widget);
        await expect(widget.account).toHaveValue("lin");
        expect(await reasons(page)).toEqual([]);
        await expect.poll(() => page.evaluate(() => document.activeElement !== document.body), "the focus is in it").toBe(true);
        await page.keyboard.press("Escape");
        await expectClosed(widget);
        await expect.poll(() => reasons(page)).toEqual([{ reason: "escape" }]);
      });
    }

    test("removed while open and put back, it is open again and fresh", async ({ page, visit }) => {
      const widget = await visit({ shadow });
      await show(page);
      await widget.account.fill("lin");
      await page.evaluate(async () => {
        globalThis.removed = document.querySelector("guard-widget");
        globalThis.removed.remove();
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
      await expect.poll(() => page.evaluate(() => document.elementFromPoint(500, 400).localName), "the page can be used").not.toBe("dialog");
      expect(await reasons(page)).toEqual([]);
      await page.evaluate(() => document.body.append(globalThis.removed));
      await expectOpen(widget);
      await expect(widget.account).toHaveValue("");
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
    });
  });
}

test("the mode may change: open becomes inline, and back", async ({ page, visit }) => {
  const widget = await visit();
  await show(page);
  await expectOpen(widget);
  await widget.element.evaluate((element) => (element.mode = "inline"));
  await expect(dialog(widget)).toHaveCount(0);
  await expect(widget.account).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.querySelector("#link").matches(":modal, :modal *"))).toBe(false);
  await page.locator("#search").fill("the page can be used");
  await widget.element.evaluate((element) => element.setAttribute("mode", "modal"));
  await expect(widget.account).toHaveCount(0);
  await show(page);
  await expectOpen(widget);
});

test("inline, `open` means nothing, and show() and hide() are about `hidden`", async ({ page, visit }) => {
  const widget = await visit({ mode: "inline", open: true });
  await expect(widget.account).toBeVisible();
  await expect(dialog(widget)).toHaveCount(0);
  await widget.element.evaluate((element) => element.hide());
  await expect(widget.element).toBeHidden();
  await widget.element.evaluate((element) => element.show());
  await expect(widget.account).toBeVisible();
  expect(await reasons(page)).toEqual([]);
});

test("hidden, it does not open until it is shown", async ({ page, visit }) => {
  const widget = await visit({ hidden: true, open: true });
  await page.waitForTimeout(100);
  await expect(dialog(widget)).toHaveCount(0);
  await widget.element.evaluate((element) => (element.hidden = false));
  await expectOpen(widget);
});

test("hidden while it is open, it is closed", async ({ page, visit }) => {
  const widget = await visit();
  await show(page);
  await expectOpen(widget);
  await widget.element.evaluate((element) => (element.hidden = true));
  await expectClosed(widget);
  await expect.poll(() => reasons(page)).toEqual([{ reason: "host" }]);
});

test("the page may close and open it from within its events", async ({ page, visit }) => {
  const widget = await visit();
  await page.evaluate(() => {
    const element = document.querySelector("guard-widget");
    element.addEventListener("guard-login", () => element.hide());
    element.addEventListener("guard-tab-change", () => element.hide());
    element.addEventListener("guard-close", () => element.show(), { once: true });
    element.addEventListener("guard-ready", () => element.hide(), { once: true });
  });
  await show(page);
  // Hidden by guard-ready and shown by guard-close. The form is there before that already.
  await expect.poll(() => reasons(page)).toHaveLength(1);
  await expectOpen(widget);
  await widget.qrTab.click();
  await expectClosed(widget);
  await show(page);
  await widget.logIn();
  await expectClosed(widget);
  await expect.poll(() => focused(page)).toBe("opener");
  await expect.poll(() => reasons(page)).toEqual([{ reason: "host" }, { reason: "host" }, { reason: "host" }]);
  expect(await widget.element.evaluate((element) => element.getSession())).toMatchObject({ user: { username: "lin" } });
  await show(page);
  await expectOpen(widget);
  await expect(widget.account).toHaveValue("");
});

test("two dialogs: the upper one closes first, and each tells of itself", async ({ page, server, widget: _ }) => {
  const two = tag({ id: "one", mode: "modal" }) + tag({ id: "two", mode: "modal", shadow: "none" });
  await openBeside(page, server, html().replace(tag(), two));
  for (const id of ["one", "two"]) {
    await page.locator(`#${id}`).evaluate((element) => element.show());
    await expect(page.locator(`#${id} input[name=username]`)).toBeVisible();
  }
  await expect.poll(() => page.evaluate(() => document.activeElement.closest("guard-widget")?.id)).toBe("two");
  await page.keyboard.press("Escape");
  await expect(page.locator("#two dialog")).toHaveCount(0);
  await expect(page.locator("#one dialog")).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.activeElement.id), "the focus is where it was before").toBe("one");
  await page.keyboard.press("Escape");
  await expect(page.locator("#one dialog")).toHaveCount(0);
  const told = async () => (await events(page, "guard-close")).map(({ target, detail }) => [target, detail.reason]);
  await expect.poll(told).toEqual([["two", "escape"], ["one", "escape"]]);
});

test("a dialog of the page above it keeps the focus when the card comes", async ({ page, visit }) => {
  const go = await hold(page, CONFIG);
  const widget = await visit();
  await show(page);
  await page.evaluate(() => {
    const above = document.createElement("dialog");
    above.innerHTML = "<input id='above' aria-label='Above'>";
    document.body.append(above);
    above.showModal();
  });
  await expect.poll(() => focused(page)).toBe("above");
  go();
  await widget.ready();
  await page.waitForTimeout(100);
  expect(await focused(page)).toBe("above");
});

test("a module that cannot be had is said in the dialog, which can be closed", async ({ page, visit, complaints }) => {
  complaints.allowed.push(/^Failed to load resource: /);
  await page.route("**/guard_bg.wasm", (route) => route.abort());
  const widget = await visit();
  await show(page);
  await expect(dialog(widget).getByRole("alert")).toBeVisible();
  await page.keyboard.press("Escape");
  await expectClosed(widget);
});
