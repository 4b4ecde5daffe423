// Pages whose tree others change: translators of browsers, and extensions that wrap, insert, move and remove.
import { events } from "../support/events.js";
import { CONFIG, MODULE, hold } from "../support/hold.js";
import { html, openBeside, tag } from "../support/pages.js";
import { takeDown } from "../support/sent.js";
import { EXTENSIONS, fromFormToCode, translate } from "../support/strangers.js";
import { expect, test } from "../support/test.js";

/** The root of the first box. */
const begin = (page, change) =>
  page.evaluate((change) => {
    const box = document.querySelector("guard-widget");
    globalThis[change](box.shadowRoot ?? box);
  }, change);

for (const attributes of [{}, { shadow: "none" }, { mode: "modal", open: true }]) {
  const where = JSON.stringify(attributes);

  test(`translated, both logins work, and every text that comes is translated: ${where}`, async ({ page, server, widget, phone }) => {
    await translate(page);
    await openBeside(page, server, html(attributes));
    await widget.element.getByRole("heading").waitFor();
    await begin(page, "translateBox");
    const account = widget.accountInput();
    await expect(widget.submit).toHaveText("«Log in»");
    await account.fill("lin");
    await widget.password.fill("wrong");
    await widget.submit.click();
    await expect(widget.errors.first()).toHaveText(/^«Wrong account or password.*»$/);
    await widget.element.getByRole("tab").last().click();
    await widget.code.waitFor();
    const scan = await phone(await widget.codeText());
    await expect(widget.status("scanned")).toBeVisible();
    const title = widget.element.locator(".guard-status-title");
    await expect(title).toHaveText(/^«.+»$/);
    const before = await title.textContent();
    const number = await widget.number();
    expect(number, "what is not to be translated is not").toMatch(/^\d\d$/);
    await expect(widget.element.locator(".guard-name")).not.toContainText("«");
    await scan.confirm(number);
    await expect(widget.status("success")).toBeVisible();
    await expect(title).not.toHaveText(before);
    await expect(title).toHaveText(/^«.+»$/);
    await widget.element.evaluate((element) => element.reset());
    await widget.element.locator("[role=tab]").first().click();
    await account.fill("lin");
    await widget.password.fill("shanlan-tea-2026");
    await widget.submit.click();
    await expect(widget.status("success")).toBeVisible();
  });

  test(`translated before the module comes, it takes over what was typed: ${where}`, async ({ page, server, widget }) => {
    await translate(page);
    const go = await hold(page, MODULE);
    await openBeside(page, server, html(attributes));
    await widget.accountInput().fill("lin");
    await widget.password.fill("shanlan-tea-2026");
    await begin(page, "translateBox");
    await expect(widget.submit).toHaveText("«Log in»");
    await widget.submit.click();
    go();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  });

  test(`in another language, no text of the one before is left: ${where}`, async ({ page, server, widget }) => {
    await translate(page);
    await openBeside(page, server, html(attributes));
    await widget.element.getByRole("heading").waitFor();
    await begin(page, "translateBox");
    await widget.accountInput().fill("lin");
    await widget.element.evaluate((element) => (element.lang = "zh-CN"));
    await expect(widget.submit).toHaveText("«登录»");
    await expect(widget.element).not.toContainText(/Log in|Account|Password/);
    await expect(widget.accountInput()).toHaveValue("lin");
  });
}

for (const [name, change] of Object.entries(EXTENSIONS)) {
  for (const shadow of ["open", "none"]) {
    test(`an extension that ${name}: both logins work, shadow="${shadow}"`, async ({ page, open, widget, phone }) => {
      await page.addInitScript(`globalThis.change = ${change}`);
      await open({ shadow });
      await widget.element.getByRole("heading").waitFor();
      const codeTab = widget.element.locator("[role=tab]").last();
      await fromFormToCode(widget, codeTab, () => begin(page, "change"));
      const scan = await phone(await widget.codeText());
      await expect(widget.status("scanned")).toBeVisible();
      const number = await widget.number();
      await begin(page, "change");
      await scan.confirm(number);
      await expect(widget.status("success")).toBeVisible();
      await begin(page, "change");
      await widget.element.evaluate((element) => element.reset());
      await widget.element.locator("[role=tab]").first().click();
      await widget.accountInput().fill("lin");
      await widget.password.fill("shanlan-tea-2026");
      await begin(page, "change");
      await widget.submit.click();
      await expect(widget.status("success")).toBeVisible();
    });
  }
}

test.describe("a module that traps", () => {
  /** Lets every call of the module that there is by then trap once. */
  const prepare = (page) =>
    page.addInitScript(() => {
      const { instantiate, instantiateStreaming } = WebAssembly;
      globalThis.modules = 0;
      const changed = (result) => {
        const { instance, module } = result;
        // A part exports nothing.
        if (!instance || !Object.keys(instance.exports).length) return result;
        const own = ++globalThis.modules;
        const watch = (value) => (...values) => {
          if (globalThis.broken === own) throw new WebAssembly.RuntimeError("unreachable");
          return value(...values);
        };
        const entries = Object.entries(instance.exports).map(([name, value]) => [name, typeof value === "function" ? watch(value) : value]);
        return { module, instance: { exports: Object.fromEntries(entries) } };
      };
      WebAssembly.instantiate = async (...values) => changed(await instantiate(...values));
      WebAssembly.instantiateStreaming = async (...values) => changed(await instantiateStreaming(...values));
    });

  test.beforeEach(({ complaints }) => void complaints.allowed.push(/unreachable/));

  for (const shadow of ["open", "none"]) {
    test(`says so once, comes back by its button, and the next box has a fresh one: shadow="${shadow}"`, async ({ page, server, phone, widget: _ }) => {
      await prepare(page);
      await openBeside(page, server, html().replace(tag(), tag({ id: "one", shadow })));
      const one = page.locator("#one");
      await one.getByRole("heading").waitFor();
      await one.locator("input[name=username]").fill("lin");
      await page.evaluate(() => (globalThis.broken = globalThis.modules));
      await expect.poll(() => page.evaluate(() => globalThis.modules)).toBe(1);
      await one.locator("[part=submit]").click();
      await expect(one.getByRole("button", { name: "Try again" })).toBeVisible();
      await expect(one.getByRole("link", { name: "Go to the login page" })).toBeVisible();
      await expect.poll(() => events(page, "guard-error")).toHaveLength(1);
      await page.waitForTimeout(300);
      await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["module-failed"]);

      // The next box does not wait for anybody to press the button.
      await page.locator("main").evaluate((main, tag) => main.insertAdjacentHTML("beforeend", tag), tag({ id: "two", shadow }));
      const two = page.locator("#two");
      await two.getByRole("tab").last().click();
      await two.locator("svg[part=qr-code]").waitFor();
      const scan = await phone(await two.evaluate((element) => element.qrText));
      await scan.confirm((await two.locator(".guard-number").innerText()).trim());
      await expect(two.locator("[part=qr][data-status=success]")).toBeVisible();

      await one.getByRole("button", { name: "Try again" }).click();
      await one.locator("input[name=username]").fill("lin");
      await one.locator("input[name=password]").fill("shanlan-tea-2026");
      await one.locator("[part=submit]").click();
      await expect(one.locator("[part=qr][data-status=success]")).toBeVisible();
      await expect.poll(() => page.evaluate(() => globalThis.modules), "one fresh module serves both").toBe(2);
      await expect.poll(() => events(page, "guard-error")).toHaveLength(1);
    });
  }

  test("while the next box waits for the server: that one gets a fresh module, in a root that was used before", async ({ page, server, widget: _ }) => {
    await prepare(page);
    await openBeside(page, server, html().replace(tag(), tag({ id: "one" })));
    const add = (id) => page.locator("main").evaluate((main, tag) => main.insertAdjacentHTML("beforeend", tag), tag({ id }));
    const one = page.locator("#one");
    await one.getByRole("heading").waitFor();
    await add("before");
    await page.locator("#before").getByRole("heading").waitFor();
    await page.locator("#before").evaluate((element) => element.remove());
    const go = await hold(page, CONFIG);
    await add("two");
    const two = page.locator("#two");
    await two.locator("input[name=username]").fill("lin");
    await two.locator("input[name=password]").fill("shanlan-tea-2026");
    await one.locator("input[name=username]").fill("lin");
    await page.evaluate(() => (globalThis.broken = globalThis.modules));
    await one.locator("[part=submit]").click();
    await expect(one.getByRole("button", { name: "Try again" })).toBeVisible();
    go();
    await two.getByRole("heading").waitFor();
    await two.locator("[part=submit]").click();
    await expect(two.locator("[part=qr][data-status=success]")).toBeVisible();
    await expect.poll(async () => (await events(page, "guard-error")).map(({ target }) => target)).toEqual(["one"]);
  });

  test("ends what the SDK has under way with an error, and the next call works", async ({ page, server }) => {
    await prepare(page);
    await takeDown(page);
    await page.route("**/login/account", () => {});
    await openBeside(page, server, html().replace(tag(), ""));
    const outcome = await page.evaluate(async () => {
      const { createQrSession, login } = await import("/dist/guard-widget.js");
      const session = createQrSession({ appId: "demo", host: "/" });
      const told = [];
      session.addEventListener("error", ({ detail }) => told.push(detail.code));
      await new Promise((ready) => session.addEventListener("status", () => session.status === "ready" && ready()));
      const call = login({ appId: "demo", host: "/", account: "lin", password: "x" }).catch((error) => error.code);
      while (!globalThis.sent.some((request) => request.endsWith("/login/account"))) await new Promise((later) => setTimeout(later, 20));
      globalThis.broken = globalThis.modules;
      try {
        session.refresh();
      } catch {
        // It is the call that traps.
      }
      const fresh = createQrSession({ appId: "demo", host: "/" });
      await new Promise((ready) => fresh.addEventListener("status", () => fresh.status === "ready" && ready()));
      fresh.stop();
      return { call: await call, told, status: session.status, code: session.code };
    });
    expect(outcome).toEqual({ call: "module-failed", told: ["module-failed"], status: "error", code: undefined });
  });
});
