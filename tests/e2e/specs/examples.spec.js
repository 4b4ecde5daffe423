// The example apps, built and used as a visitor uses them. Whatever a page writes to its console as an error fails it.
import { allTold, asked, path, pathOfApi } from "../support/asked.js";
import { events } from "../support/events.js";
import { expect, test } from "../support/examples.js";
import { readable } from "../support/qr.js";
import { sent, takeDown } from "../support/sent.js";
import { Widget } from "../support/widget.js";

/** What the apps have in common, and where each has it. */
const APPS = {
  html: { login: "", box: "#inline", opener: "#open" },
  react: { login: "#/account", box: "main guard-widget", opener: "header button", elsewhere: "Teas" },
  vue: { login: "#/notebook", box: "main guard-widget", opener: "header button", elsewhere: "Notes" },
};

/** How every app greets who has logged in. */
const greeting = (page, name = "林晓") => page.getByRole("heading", { name: `Hello ${name}` });

/** Longer than the interval of the polls. */
const A_WHILE = 2_500;

/** Writes down the requests to the API from now on. */
const watch = (page) => asked(page, (request) => pathOfApi(request) && `${request.method()} ${path(request)}`);

for (const [name, { login, box, opener, elsewhere }] of Object.entries(APPS)) {
  test.describe(name, () => {
    test("logs in by password, shows who it is, and logs out", async ({ page, visit }) => {
      await visit(name, login);
      const widget = new Widget(page.locator(box));
      await widget.logIn();
      await expect(greeting(page)).toBeVisible();
      await expect(page.getByText("You logged in with your password.")).toBeVisible();
      await expect(widget.element).toBeHidden();

      const loggedOut = page.waitForRequest((request) => new URL(request.url()).pathname === "/api/v2/logout");
      await page.getByRole("button", { name: "Log out" }).click();
      expect((await (await loggedOut).response()).ok(), "the session has ended at the server, too").toBe(true);
      await expect(widget.account).toBeVisible();
      await expect(widget.password).toHaveValue("");
      await expect(greeting(page)).toBeHidden();
      // It works a second time.
      await widget.logIn("chen");
      await expect(greeting(page, "Alex Chen")).toBeVisible();
    });

    test("logs in by QR code", async ({ page, visit, phone }) => {
      const { url } = await visit(name, login);
      const widget = new Widget(page.locator(box));
      await widget.showCode();
      const scan = await phone(await widget.codeText());
      await expect(scan.page.locator("#origin"), "the phone names the site that asks").toHaveText(url);
      await expect(widget.status("scanned")).toBeVisible();
      await scan.confirm(await widget.number());
      await expect(greeting(page)).toBeVisible();
      await expect(page.getByText("You logged in with your phone.")).toBeVisible();
    });

    test("the dialog opens by keyboard, Escape closes it, and the focus is back", async ({ page, visit }) => {
      await visit(name);
      const widget = new Widget(page.locator("guard-widget[mode=modal]"));
      const button = page.locator(opener);
      const requests = watch(page);
      await button.focus();
      await page.keyboard.press("Enter");
      await expect(widget.account).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(widget.account).toBeHidden();
      await expect(button).toBeFocused();
      // The browser tells of it in a task of its own, after the focus is back.
      const reasons = async () => (await events(page, "guard-close")).map(({ detail }) => detail.reason);
      await expect.poll(reasons).toEqual(["escape"]);

      // A second time, and on to the login.
      await page.keyboard.press("Enter");
      await widget.logIn();
      await expect(page.getByText("林晓").first()).toBeVisible();
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await allTold(page);
      expect(requests).not.toContain("POST /api/v2/qrcode/gene");
    });

    if (elsewhere) {
      test("on another page of the app nothing of the box is left", async ({ page, visit }) => {
        await takeDown(page);
        await visit(name, login);
        const widget = new Widget(page.locator(box));
        await widget.showCode();
        const before = (await sent(page)).length;
        await page.getByRole("link", { name: elsewhere, exact: true }).click();
        await expect(widget.element).toHaveCount(0);
        await page.waitForTimeout(A_WHILE);
        expect((await sent(page)).slice(before)).toEqual(["POST /api/v2/qrcode/abandon"]);
      });
    }

    test("fits a phone", async ({ page, visit }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await visit(name, login);
      await new Widget(page.locator(box)).ready();
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    });
  });
}

for (const name of ["react", "vue"]) {
  test(`${name}: properties reach the element`, async ({ page, visit }) => {
    await visit(name, APPS[name].login);
    const widget = new Widget(page.locator(APPS[name].box));
    await expect(widget.submit).toHaveText(/^Open my /);
    await expect(widget.element).toHaveJSProperty("appId", "demo");
    await expect(widget.element).toHaveJSProperty("forgotPasswordUrl", "#/forgot");
  });

  test(`${name}: whoever logs in is logged in on every page`, async ({ page, visit }) => {
    await visit(name, APPS[name].login);
    await new Widget(page.locator(APPS[name].box)).logIn();
    await greeting(page).waitFor();
    await page.getByRole("link", { name: APPS[name].elsewhere, exact: true }).click();
    await expect(page.getByRole("status")).toHaveText("林晓");
    await expect(page.locator("guard-widget")).toHaveCount(0);
  });
}

test("html: tells what the box does, and never a credential", async ({ page, visit }) => {
  await visit("html");
  const widget = new Widget(page.locator("#inline"));
  await widget.showCode();
  const log = page.getByRole("list", { name: "What the boxes tell" });
  await expect(log).toContainText("qr-status inline · ready");
  await widget.passwordTab.click();
  await widget.logIn();
  await expect(log.getByRole("listitem").filter({ hasText: /^login inline · password$/ })).toBeVisible();
  await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  const [{ detail }] = await events(page, "guard-login");
  expect(detail.token).toBeTruthy();
  await expect(log).not.toContainText(detail.token);
});

test("html: a few variables change how the box looks", async ({ page, visit }) => {
  await visit("html");
  const widget = new Widget(page.locator("#inline"));
  await page.getByRole("button", { name: "Moss" }).click();
  await expect(widget.submit).toHaveCSS("background-color", "rgb(63, 107, 52)");
  await expect(widget.submit).toHaveCSS("border-radius", "4px");
});

test("html, SDK: the code that the page draws logs in", async ({ page, visit, phone }) => {
  await visit("html", "sdk.html");
  const own = page.locator("#own");
  await expect(own.getByRole("img")).toBeVisible();
  const text = await readable(own);
  expect(text).toContain("/m/");
  const scan = await phone(text);
  await expect(page.locator("#own-status")).toHaveText(/^Scanned\./);
  await expect(own.getByRole("img"), "a used code is taken away").toHaveCount(0);
  await expect(page.locator("#own-status")).toHaveText(/number is \d+/);
  const [, number] = (await page.locator("#own-status").innerText()).match(/number is (\d+)/);
  await scan.confirm(number);
  await expect(page.locator("#own-status")).toHaveText("Hello 林晓");
});

test("html, SDK: a new code, and an end", async ({ page, visit }) => {
  await visit("html", "sdk.html");
  const own = page.locator("#own");
  await own.getByRole("img").waitFor();
  const first = await own.locator("path").getAttribute("d");
  await page.getByRole("button", { name: "New code" }).click();
  await expect(own.locator("path")).toBeVisible();
  await expect(own.locator("path")).not.toHaveAttribute("d", first);
  await expect(page.locator("#scan-status")).toHaveText("Scan it with your phone.");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.locator("#scan > *")).toHaveCount(0);
});

test("html, SDK: the box of startScanning logs in", async ({ page, visit, phone }) => {
  await visit("html", "sdk.html");
  await expect(page.locator("#scan-status")).toHaveText("Scan it with your phone.");
  const text = await readable(page.locator("#scan"));
  expect(text).toContain("/m/");
  const scan = await phone(text);
  await expect(page.locator("#scan-status")).toHaveText(/^Scanned by /);
  const number = page.locator("#scan .guard-number");
  await scan.confirm((await number.innerText()).trim());
  await expect(page.locator("#scan-status")).toHaveText("Hello 林晓");
});

test.describe("yew", () => {
  const SERVER = "?app=demo&host=/";
  const boxOf = (page) => new Widget(page.locator("main"));

  test("logs in by password, shows who it is, and logs out", async ({ page, visit }) => {
    await visit("yew", SERVER);
    const widget = boxOf(page);
    await widget.logIn();
    await expect(greeting(page)).toBeVisible();
    await expect(page.getByText("login by password")).toBeVisible();
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(widget.account).toHaveValue("");
  });

  test("logs in by QR code", async ({ page, visit, phone }) => {
    await visit("yew", SERVER);
    const widget = boxOf(page);
    await widget.showCode();
    const scan = await phone(await readable(page));
    await expect(widget.status("scanned")).toBeVisible();
    await scan.confirm(await widget.number());
    await expect(page.getByText("You logged in with your phone.")).toBeVisible();
  });

  test("whoever goes elsewhere leaves nothing of the box", async ({ page, visit }) => {
    await takeDown(page);
    await visit("yew", SERVER);
    const widget = boxOf(page);
    await widget.showCode();
    const before = (await sent(page)).length;
    await page.getByRole("button", { name: "Not now" }).click();
    await expect(page.locator(".guard")).toHaveCount(0);
    await page.waitForTimeout(A_WHILE);
    expect((await sent(page)).slice(before)).toEqual(["POST /api/v2/qrcode/abandon"]);
  });

  test("without a server the demo backend answers", async ({ page, visit }) => {
    await visit("yew", "?state=scanned&theme=dark&lang=en-US&tab=qr");
    await expect(boxOf(page).status("scanned")).toBeVisible();
  });
});
