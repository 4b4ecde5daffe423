// `element.backend` as a property: set late, changed in the middle, taken away, read back. What its functions do is in
// backend.spec.js.
import { allTold } from "../support/asked.js";
import { openWithBackend, requests } from "../support/backend.js";
import { expect, test } from "../support/test.js";

test.describe("the property", () => {
  test("set after the element is there, starts over with the backend", async ({ page, open, widget }) => {
    await open();
    await widget.account.fill("lin");
    await page.evaluate(() => {
      document.querySelector("guard-widget").backend = { config: () => ({ name: "Later", tabs: ["password"] }) };
    });
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Later");
    await expect(widget.qrTab).toHaveCount(0);
    await page.evaluate(() => (document.querySelector("guard-widget").backend = undefined));
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Shanlan");
  });

  test("changed in the middle of a QR login, gives the code up with the old and makes one with the new", async ({ page, server, widget }) => {
    await openWithBackend({ page, server }, (good) => good, { "app-id": false, host: false, "default-tab": "qr" });
    await widget.code.waitFor();
    await page.waitForFunction(() => globalThis.own.answer);
    await page.evaluate(() => {
      const { own } = globalThis;
      own.before = own.calls.splice(0);
      // With other functions: with the same ones it would be a render of the page, which changes nothing.
      const { logout, ...other } = own.make();
      document.querySelector("guard-widget").backend = other;
    });
    await expect.poll(() => widget.codeText()).toBe("https://own.example/c/2");
    const seen = await page.evaluate(() => ({
      old: globalThis.own.before.map(({ name, args }) => [name, args.at(-1).signal?.aborted]),
      names: globalThis.own.calls.map(({ name }) => name),
    }));
    expect(seen.old.filter(([name]) => name === "check")).toEqual([["check", true]]);
    expect(seen.names).toContain("abandon");
    expect(seen.names).toContain("createCode");
  });

  test("set before it is connected, the server is never asked for the configuration", async ({ page, open, widget }) => {
    const sent = requests(page);
    await open({ hidden: true });
    await page.evaluate(async () => {
      await customElements.whenDefined("guard-widget");
      const element = document.createElement("guard-widget");
      element.appId = "demo";
      element.host = "/";
      element.backend = { config: () => ({ name: "First", tabs: ["password"] }) };
      document.querySelector("guard-widget").replaceWith(element);
    });
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to First");
    await allTold(page);
    expect(sent).toEqual([]);
  });

  test("reads back what was set", async ({ page, open }) => {
    await open();
    const same = await page.evaluate(() => {
      const element = document.querySelector("guard-widget");
      const given = { backend: {}, config: {}, messages: {} };
      return Object.entries(given).map(([name, value]) => {
        const before = element[name];
        element[name] = value;
        return [before, element[name] === value];
      });
    });
    expect(same).toEqual([[undefined, true], [undefined, true], [undefined, true]]);
  });
});
