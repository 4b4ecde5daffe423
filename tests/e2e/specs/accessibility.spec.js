// axe finds nothing in any state, light or dark.
import { createRequire } from "node:module";
import { expect, test } from "../support/test.js";
import { STATES } from "../support/states.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** What axe finds inside the widget. */
const findings = (page) =>
  page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run("guard-widget", { runOnly: tags, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
  }, TAGS);

for (const [name, reach] of Object.entries(STATES)) {
  test(`${name}, light and dark`, async ({ page, open, phone, complaints }) => {
    complaints.allowed.push(/^Failed to load resource: /);
    await page.addInitScript({ path: AXE });
    // Colours that are on their way from one to another are no colours of the design.
    await page.emulateMedia({ reducedMotion: "reduce" });
    const widget = await open({ "no-auto-refresh": true, theme: "light" });
    await reach({ page, widget, phone });
    for (const theme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: theme });
      await widget.element.evaluate((element, theme) => (element.theme = theme), theme);
      await expect(widget.element.locator("[part=base]")).toHaveAttribute("data-theme", theme);
      expect(await findings(page), theme).toEqual([]);
    }
  });
}

test("axe looks into the widget", async ({ page, open }) => {
  await page.addInitScript({ path: AXE });
  const widget = await open();
  await widget.ready();
  await widget.element.getByRole("button", { name: "Show password" }).evaluate((button) => {
    button.removeAttribute("aria-label");
    button.removeAttribute("title");
  });
  expect((await findings(page)).join()).toContain("button-name");
});

test("status changes are spoken by one polite live region, errors by alerts", async ({ page, open, phone }) => {
  const widget = await open({ "default-tab": "qr" });
  const spoken = widget.element.locator("[part=qr-status]");
  await expect(spoken).toHaveAttribute("aria-live", "polite");
  await expect(spoken).toHaveText(/^Scan with WeChat/);
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  await expect(spoken).toHaveText(`Choose this number on your phone Number ${await widget.number()}`);
  await scan.decline();
  await expect(spoken).toHaveText(/^You declined on your phone/);
  await expect(page.locator("guard-widget [aria-live=polite]")).toHaveCount(1);
});
