// What frameworks do to an element, done by hand: `cargo xtask compat` tries the frameworks themselves.
import { html, openBeside, tag } from "../support/pages.js";
import { expect, test } from "../support/test.js";

test("React 18 writes `false` out: the dialog stays closed, and opens by `show()`", async ({ page, open, widget }) => {
  await open({ mode: "modal", open: "false" });
  // It is defined, and nothing is drawn for as long as drawing takes.
  await page.waitForFunction(() => customElements.get("guard-widget"));
  await page.waitForTimeout(300);
  expect(await widget.element.evaluate((element) => element.open)).toBe(false);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await widget.element.evaluate((element) => element.show());
  await expect(widget.account).toBeVisible();
  await expect(widget.element).toHaveJSProperty("open", true);
});

test("React 18 writes `false` over `true`: the dialog closes", async ({ open, widget }) => {
  await open({ mode: "modal", open: "true" });
  await expect(widget.account).toBeVisible();
  await widget.element.evaluate((element) => element.setAttribute("open", "false"));
  await expect(widget.account).toBeHidden();
});

test.describe("what takes over a server's rendering", () => {
  /** What React and Vue walk through to find what has been rendered. */
  const first = (widget) => widget.element.evaluate((element) => element.firstChild && element.firstChild.nodeName);

  test('finds with shadow="none" nothing of the box', async ({ open, widget }) => {
    await open({ shadow: "none" });
    await widget.ready();
    expect(await first(widget)).toBe(null);
    expect(await widget.element.evaluate((element) => element.childNodes.length), "and it is there").toBeGreaterThan(0);
  });

  test("but the page's own child", async ({ page, server, widget }) => {
    const body = html().replace(tag(), tag({ shadow: "none" }).replace("></", '><p slot="terms">By logging in</p></'));
    await openBeside(page, server, body);
    await widget.ready();
    await expect(widget.element.locator("slot[name=terms] p")).toBeVisible();
    expect(await first(widget)).toBe("P");
  });

  test("and the child it has put there without a box", async ({ page, server, widget }) => {
    const body = html().replace(tag(), tag({ shadow: "none", hidden: true }).replace("></", "><b>Soon</b></"));
    await openBeside(page, server, body);
    await page.waitForFunction(() => customElements.get("guard-widget"));
    expect(await first(widget)).toBe("B");
  });
});
