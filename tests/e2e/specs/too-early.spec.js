// setTab() and focus(), also before there is anything to show or to focus.
import { focused } from "../support/focus.js";
import { CONFIG, MODULE, hold } from "../support/hold.js";
import { expect, test } from "../support/test.js";

test.describe("asked too early", () => {
  test("setTab() and focus() wait until there is a tab and a field", async ({ page, open }) => {
    const go = await hold(page, MODULE);
    const widget = await open();
    await widget.element.locator("[aria-busy=true]").waitFor();
    await widget.element.evaluate((element) => {
      element.setTab("qr");
      element.focus();
    });
    go();
    await expect(widget.code).toBeVisible();
    await expect.poll(() => focused(page)).toBe("QR code");
  });

  test("the last setTab() counts", async ({ page, open }) => {
    const go = await hold(page, MODULE);
    const widget = await open({ "default-tab": "qr" });
    await widget.element.evaluate((element) => {
      element.setTab("qr");
      element.setTab("password");
      element.focus();
    });
    go();
    await expect(widget.account).toBeVisible();
    await expect.poll(() => focused(page)).toBe("username");
  });

  test("setTab() before there is a configuration counts, too", async ({ page, open }) => {
    const go = await hold(page, CONFIG);
    const wasm = page.waitForResponse("**/guard_bg.wasm");
    const widget = await open();
    await wasm;
    await page.waitForTimeout(200);
    await widget.element.evaluate((element) => {
      element.setTab("qr");
      element.focus();
    });
    go();
    await expect(widget.code).toBeVisible();
    await expect.poll(() => focused(page)).toBe("QR code");
  });

  test("setTab() with an unknown name is an error at once, before and after", async ({ page, open }) => {
    const go = await hold(page, MODULE);
    const widget = await open();
    const say = () =>
      widget.element.evaluate((element) =>
        ["sms", "", undefined, "toString"].map((name) => {
          try {
            element.setTab(name);
            return "no error";
          } catch (error) {
            return `${error.name}: ${error.message.slice(0, 20)}`;
          }
        }),
      );
    const wanted = ["sms", "", "undefined", "toString"].map((name) => `RangeError: ${`there is no tab \`${name}\`: use`.slice(0, 20)}`);
    expect(await say()).toEqual(wanted);
    go();
    await widget.ready();
    expect(await say()).toEqual(wanted);
    await expect(widget.account).toBeVisible();
  });

  test("setTab() to a tab that the application does not have does nothing", async ({ open }) => {
    const widget = await open({ tabs: "password" });
    await widget.ready();
    await widget.element.evaluate((element) => element.setTab("qr"));
    await expect(widget.account).toBeVisible();
    await expect(widget.qr).toHaveCount(0);
  });
});

test("focus() goes to the field or the tab, and does not scroll when it is asked not to", async ({ page, open }) => {
  const widget = await open();
  await widget.ready();
  await page.evaluate(() => {
    document.querySelector("main").insertAdjacentHTML("beforeend", "<div style='height: 3000px'></div>");
    scrollTo(0, 2500);
    document.querySelector("guard-widget").focus({ preventScroll: true });
  });
  await expect.poll(() => focused(page)).toBe("username");
  expect(await page.evaluate(() => scrollY)).toBe(2500);
  await widget.qrTab.click();
  await widget.element.evaluate((element) => element.focus());
  await expect.poll(() => focused(page)).toBe("QR code");
});
