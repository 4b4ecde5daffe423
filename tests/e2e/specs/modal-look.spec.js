// mode="modal": what axe says of the dialog, and whether it fits on a phone.
import { createRequire } from "node:module";
import { close, dialog, expect, expectOpen, show, test } from "../support/modal.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing, ${theme}`, async ({ page, visit }, info) => {
    await page.addInitScript({ path: AXE });
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme: theme });
    const widget = await visit({ "forgot-password-url": "/forgot" });
    await show(page);
    await expectOpen(widget);
    for (const tab of ["password", "qr"]) {
      if (tab === "qr") await widget.showCode();
      await info.attach(`${tab}, ${theme}`, { body: await page.screenshot(), contentType: "image/png" });
      const found = await page.evaluate(async (tags) => {
        const { violations } = await globalThis.axe.run("guard-widget", { runOnly: tags, resultTypes: ["violations"] });
        return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
      }, TAGS);
      expect(found, tab).toEqual([]);
    }
  });
}

for (const [width, height] of [[320, 480], [390, 844]]) {
  test(`on a phone of ${width} × ${height} it fits, and what is too high is scrolled`, async ({ page, visit }, info) => {
    await page.setViewportSize({ width, height });
    const widget = await visit({ "forgot-password-url": "/forgot", "register-url": "/register" });
    await show(page);
    await expectOpen(widget);
    expect(await dialog(widget).evaluate((element) => element.scrollTop), "it begins at the top").toBe(0);
    for (const tab of ["password", "qr"]) {
      if (tab === "qr") await widget.showCode();
      const box = await dialog(widget).boundingBox();
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
      const wide = await dialog(widget).evaluate((element) => [element, document.scrollingElement].map((one) => one.scrollWidth - one.clientWidth));
      expect(wide, "nothing is wider than its place").toEqual([0, 0]);
      const last = tab === "qr" ? widget.qr.locator(".guard-status").last() : widget.element.getByRole("link", { name: "Sign up" });
      await last.scrollIntoViewIfNeeded();
      await expect(last).toBeInViewport({ ratio: 0.98 });
      await expect(close(widget), "the way out stays in sight").toBeInViewport({ ratio: 0.98 });
      await info.attach(tab, { body: await page.screenshot(), contentType: "image/png" });
    }
  });
}
