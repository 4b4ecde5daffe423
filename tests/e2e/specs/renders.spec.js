// Hosts that render again: the same values in new objects are no change.
import { events } from "../support/events.js";
import { html, openBeside } from "../support/pages.js";
import { expect, test } from "../support/test.js";

/** Renders as React does with an object in its markup: a new one each time, whose functions are of that render. */
const RENDER = `<script>
  globalThis.renders = 0;
  globalThis.render = () => {
    const own = ++globalThis.renders;
    document.querySelector("guard-widget").backend = {
      config: () => ({ name: "Shop" }),
      login: ({ account }) => ({ token: account + " in render " + own }),
      createCode: () => ({ id: "code-" + own, text: "https://shop.example/code", expiresIn: 120 }),
      check: () => ({ status: "waiting" }),
    };
  };
  render();
</script>`;

/** A page that has rendered once before the package is there. */
const host = (attributes) => html(attributes).replace("</main>", `</main>${RENDER}`);

const render = (page) => page.evaluate(() => globalThis.render());

for (const shadow of ["open", "none"]) {
  test(`a new backend object with the same functions throws nothing away: shadow="${shadow}"`, async ({ page, server, widget }) => {
    await openBeside(page, server, host({ shadow }));
    await widget.element.getByRole("heading").waitFor();
    await widget.account.fill("lin");
    await widget.password.fill("secret");
    await render(page);
    await page.waitForTimeout(200);
    await expect(widget.account).toHaveValue("lin");
    await expect(widget.password).toHaveValue("secret");
    await widget.qrTab.click();
    await widget.code.waitFor();
    for (let time = 0; time < 3; time++) await render(page);
    await page.waitForTimeout(300);
    await expect(widget.code).toBeVisible();
    await expect(widget.qrTab).toHaveAttribute("aria-selected", "true");
    const statuses = (await events(page, "guard-qr-status")).map(({ detail }) => detail.status);
    expect(statuses.filter((status) => status === "ready"), "one code").toHaveLength(1);
    await widget.passwordTab.click();
    await widget.logIn("lin", "secret");
    await expect(widget.status("success")).toBeVisible();
    const renders = await page.evaluate(() => globalThis.renders);
    await expect.poll(async () => (await events(page, "guard-login"))[0]?.detail.token, "the functions are the last render's").toBe(`lin in render ${renders}`);
    await expect.poll(() => events(page, "guard-ready")).toHaveLength(1);
  });
}

test("methods of a class keep their `this`", async ({ page, server, widget }) => {
  await openBeside(page, server, html());
  await page.evaluate(() => {
    class Backend {
      #secret = "kept";
      config() {
        return { name: this.#secret };
      }
      login() {
        return { token: this.#secret };
      }
    }
    document.querySelector("guard-widget").backend = new Backend();
  });
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(async () => (await events(page, "guard-login"))[0]?.detail.token).toBe("kept");
});

test("a backend whose properties throw has none of them, and the page's log has no error of ours", async ({ page, server, widget }) => {
  const thrown = '<script>document.querySelector("guard-widget").backend = { get login() { throw new Error("no"); }, config: () => ({ name: "Shop" }) }</script>';
  await openBeside(page, server, html().replace("</main>", `</main>${thrown}`));
  await expect(widget.element.getByRole("heading")).toHaveText("Log in to Shop");
  await page.evaluate(() => {
    document.querySelector("guard-widget").backend = Object.defineProperty({}, "config", { get: () => { throw new Error("late"); } });
  });
  await expect(widget.element.getByRole("heading")).toHaveText("Log in to Shanlan");
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
});

test("a backend that has been revoked is a box that says so", async ({ page, server, widget }) => {
  const revoked = '<script>{ const { proxy, revoke } = Proxy.revocable({}, {}); document.querySelector("guard-widget").backend = proxy; revoke(); }</script>';
  await openBeside(page, server, html().replace("</main>", `</main>${revoked}`));
  await expect(widget.element.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["load-failed"]);
});

test("a backend with other functions is another one", async ({ page, server, widget }) => {
  await openBeside(page, server, host());
  await widget.element.getByRole("heading").waitFor();
  await page.evaluate(() => {
    document.querySelector("guard-widget").backend = { config: () => ({ name: "Other", tabs: ["password"] }), login: () => ({ token: "t" }) };
  });
  await expect(widget.element.getByRole("heading")).toHaveText("Log in to Other");
  const same = await page.evaluate(() => {
    const element = document.querySelector("guard-widget");
    const mine = { login: () => ({ token: "t" }) };
    element.backend = mine;
    return element.backend === mine;
  });
  expect(same, "the page gets its own object back").toBe(true);
});
