// A module that is there and does not work: the box says so and has a way on.
import { events } from "../support/events.js";
import { MODULE, hold } from "../support/hold.js";
import { html, openBeside, tag } from "../support/pages.js";
import { expect, test } from "../support/test.js";

/** A module of another version: it wants something of the glue that this one does not have. */
const OTHER_VERSION = (() => {
  const name = (text) => [text.length, ...Buffer.from(text)];
  const section = (id, ...bytes) => [id, bytes.length, ...bytes];
  const imported = [...name("a"), ...name("__of_another_version"), 0, 0];
  return Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...section(1, 1, 0x60, 0, 0), ...section(2, 1, ...imported)]);
})();

const expectFallback = async (widget, url) => {
  await expect(widget.element.getByRole("alert")).toHaveText("The login box could not be loaded on this page.");
  await expect(widget.element.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(widget.element.getByRole("link", { name: "Go to the login page" })).toHaveAttribute("href", `${url}/login?app_id=demo`);
  await expect.poll(() => widget.element.evaluate((element) => element.matches(":state(error)"))).toBe(true);
};

for (const shadow of ["open", "none"]) {
  test(`shadow="${shadow}": a module of another version, and the right one on another try`, async ({ page, server, open, widget }) => {
    await page.route(MODULE, (route) => route.fulfill({ contentType: "application/wasm", body: OTHER_VERSION }), { times: 1 });
    await open({ shadow });
    await expectFallback(widget, server.url);
    await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["module-failed"]);
    await widget.element.getByRole("button", { name: "Try again" }).click();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });
}

test.describe("a module that traps", () => {
  /** Lets every call of the module trap from `globalThis.trap = true` on. */
  const prepare = (page) =>
    page.addInitScript(() => {
      const { instantiate, instantiateStreaming } = WebAssembly;
      const watch = (value) => (...values) => {
        if (globalThis.trap) throw new WebAssembly.RuntimeError("unreachable");
        return value(...values);
      };
      const changed = (result) => {
        const { instance, module } = result;
        // A part is an instance by itself, and exports nothing.
        if (!instance) return result;
        const entries = Object.entries(instance.exports).map(([name, value]) => [name, typeof value === "function" ? watch(value) : value]);
        return { module, instance: { exports: Object.fromEntries(entries) } };
      };
      WebAssembly.instantiate = async (...values) => changed(await instantiate(...values));
      WebAssembly.instantiateStreaming = async (...values) => changed(await instantiateStreaming(...values));
    });

  test.beforeEach(({ complaints }) => void complaints.allowed.push(/unreachable/));

  test("every box of it gives way, says so once, and comes back", async ({ page, server, widget }) => {
    await prepare(page);
    await openBeside(page, server, html().replace(tag(), tag({ id: "one" }) + tag({ id: "two" })));
    const [one, two] = ["one", "two"].map((id) => page.locator(`#${id}`));
    for (const box of [one, two]) await expect(box.getByRole("heading")).toBeVisible();
    await one.locator("input[name=username]").fill("lin");
    await page.evaluate(() => (globalThis.trap = true));
    await one.locator("[part=submit]").click();
    for (const box of [one, two]) {
      await expectFallback({ element: box }, server.url);
      await expect(box.locator("input")).toHaveCount(0);
    }
    await expect.poll(() => events(page, "guard-error")).toHaveLength(2);
    await page.waitForTimeout(200);
    const told = await events(page, "guard-error");
    expect(told.map(({ target, detail }) => [target, detail.code]).sort()).toEqual([["one", "module-failed"], ["two", "module-failed"]]);

    // A box that comes later has a module of its own, which traps as well.
    await page.locator("main").evaluate((main, tag) => main.insertAdjacentHTML("beforeend", tag), tag({ id: "three" }));
    await expectFallback({ element: page.locator("#three") }, server.url);

    await page.evaluate(() => {
      globalThis.trap = false;
      globalThis.isSamePage = true;
    });
    await one.getByRole("button", { name: "Try again" }).click();
    await one.getByRole("heading").waitFor();
    await expect.poll(() => page.evaluate(() => globalThis.isSamePage), "without the page being loaded anew").toBe(true);
    await one.locator("input[name=username]").fill("lin");
    await one.locator("input[name=password]").fill("shanlan-tea-2026");
    await one.locator("[part=submit]").click();
    await expect(one.locator("[part=qr][data-status=success]")).toBeVisible();
  });

  for (const shadow of ["open", "none"]) {
    test(`a fresh one that comes over a slow line is waited for: shadow="${shadow}"`, async ({ page, server, open, widget }) => {
      await prepare(page);
      const watched = page.waitForResponse("**/guard-late.js");
      await open({ shadow });
      await watched;
      await page.evaluate(() => import("/dist/guard-late.js"));
      await page.evaluate(() => (globalThis.trap = true));
      await widget.submit.click();
      await expectFallback(widget, server.url);
      const go = await hold(page, MODULE);
      await page.evaluate(() => (globalThis.trap = false));
      await widget.element.getByRole("button", { name: "Try again" }).click();
      await widget.accountInput().fill("lin");
      // Longer than a box may be without anything to do.
      await page.waitForTimeout(2_000);
      await expect(widget.accountInput()).toHaveValue("lin");
      go();
      await widget.ready();
      await expect(widget.accountInput()).toHaveValue("lin");
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
      await expect.poll(() => events(page, "guard-error")).toHaveLength(1);
    });
  }

  test("while it draws its first box", async ({ page, server, open, widget }) => {
    await prepare(page);
    await page.addInitScript(() => (globalThis.trap = true));
    await open();
    await expectFallback(widget, server.url);
    await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["module-failed"]);
  });
});
