// Inside a page that is itself a Yew app. Yew marks nodes with `__yew_…` numbers that every module counts from 1, so two
// modules with the same marks run each other's handlers; the package has marks of its own.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { distDir } from "../support/paths.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

/** The marks that Yew has, by the name that the package gives them. */
const MARKS = ["__guard_listener_id", "__guard_subtree_cache_key", "__guard_subtree_id"];

test("the package has marks of its own on the page's nodes", async () => {
  const glue = await readFile(join(distDir(), "guard-module.js"), "utf8");
  expect(glue).not.toContain("__yew_");
  expect([...new Set(glue.match(/__guard_\w+/g))].sort()).toEqual(MARKS);
});

/**
 * The hosted page, which is a Yew app, with a widget inside its root. Both draw the same login box, so the numbers of
 * their listeners are the same.
 * @param {string} marks those of the outer app: Yew's own, or the package's
 */
const nest = async (page, server, marks) => {
  await page.route("**/login/guard-page.js", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(/__(?:yew|guard)_(?=listener_id|subtree_)/g, marks);
    await route.fulfill({ response, body });
  });
  await page.goto(`${server.url}/login?app_id=demo`);
  const outer = new Widget(page.locator(".page > .guard-scope"));
  await outer.account.waitFor();
  await page.evaluate(() => {
    const script = Object.assign(document.createElement("script"), { type: "module", src: "/dist/guard-widget.js" });
    const element = document.createElement("guard-widget");
    element.setAttribute("app-id", "demo");
    element.setAttribute("host", "/");
    document.querySelector(".page > .guard-scope").append(element);
    document.head.append(script);
  });
  const inner = new Widget(page.locator("guard-widget"));
  await inner.ready();
  const outerTab = (name) => page.locator(".page > .guard-scope > .guard").getByRole("tab", { name });
  return { inner, outerTab };
};

test("a click in the widget runs no handler of the page's own Yew app", async ({ page, server }) => {
  const { inner, outerTab } = await nest(page, server, "__yew_");
  await inner.qrTab.click();
  await expect(inner.code).toBeVisible();
  await expect(outerTab("Password")).toHaveAttribute("aria-selected", "true");
  await outerTab("QR code").click();
  await expect(outerTab("QR code")).toHaveAttribute("aria-selected", "true");
  await inner.passwordTab.click();
  await expect(inner.account).toBeVisible();
  await expect(outerTab("QR code"), "still").toHaveAttribute("aria-selected", "true");
});

test("the test above would see it: with equal marks the page's handler runs", async ({ page, server }) => {
  const { inner, outerTab } = await nest(page, server, "__guard_");
  await inner.qrTab.click();
  await expect(outerTab("QR code")).toHaveAttribute("aria-selected", "true");
});
