// The hosted page is a Yew app, and has no script that would begin a box anew: whatever translators and extensions do to its
// tree, people log in on it.
import { lastCode } from "../support/places.js";
import { EXTENSIONS, fromFormToCode, translate } from "../support/strangers.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

// What an extension puts into a page is no matter of the page's policy.
test.use({ bypassCSP: true });

const PASSWORD = "shanlan-tea-2026";

/** Opens the hosted page with a way on, and waits for its box. */
const openHosted = async (page, server) => {
  await page.route(`${server.url}/account`, (route) => route.fulfill({ contentType: "text/html", body: "<h1>Your account</h1>" }));
  await page.goto(`${server.url}/login?${query(server)}`);
  const widget = new Widget(page.locator(".page"));
  await widget.codeTab().waitFor();
  return widget;
};

const query = (server, more = {}) => new URLSearchParams({ app_id: "demo", redirect_uri: `${server.url}/account`, ...more });

/** Changes the whole page. @param {string} change the name of a global function */
const begin = (page, change) => page.evaluate((change) => globalThis[change](document.body), change);

/** Lets the page's router go elsewhere, as a link of the app does. */
const go = (page, query) =>
  page.evaluate((query) => {
    history.pushState(null, "", `?${query}`);
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
  }, String(query));

test("translated, every text of the hosted page is, in each language and theme, and the password login goes on", async ({ page, server }) => {
  await translate(page);
  const widget = await openHosted(page, server);
  await begin(page, "translateBox");
  await expect(widget.submit).toHaveText("«Log in»");
  await widget.accountInput().fill("lin");
  await widget.password.fill("wrong");
  await widget.submit.click();
  await expect(widget.errors.first()).toHaveText(/^«Wrong account or password.*»$/);
  await go(page, query(server, { lang: "zh-CN", theme: "dark" }));
  await expect(widget.submit).toHaveText("«登录»");
  await expect(widget.element).not.toContainText(/Log in|Account|Password/);
  await go(page, query(server, { lang: "en-US" }));
  await expect(widget.submit).toHaveText("«Log in»");
  await expect(widget.element).not.toContainText("登录");
  await widget.codeTab().click();
  await widget.code.waitFor();
  await widget.element.getByRole("tab").first().click();
  await widget.accountInput().fill("lin");
  await widget.password.fill(PASSWORD);
  await widget.submit.click();
  await page.waitForURL(`${server.url}/account`);
});

test("translated, the QR login of the hosted page goes on, and the number stays as it is", async ({ page, server, phone }) => {
  await translate(page);
  const last = await lastCode(page);
  const widget = await openHosted(page, server);
  await begin(page, "translateBox");
  await widget.codeTab().click();
  await widget.code.waitFor();
  const scan = await phone(last.text);
  await expect(widget.status("scanned")).toBeVisible();
  await expect(widget.element.locator(".guard-status-title")).toHaveText(/^«.+»$/);
  const number = await widget.number();
  expect(number).toMatch(/^\d\d$/);
  await expect(widget.element.locator(".guard-name")).not.toContainText("«");
  await scan.confirm(number);
  await page.waitForURL(`${server.url}/account`);
});

test("a hosted page that is translated while it says why it does not go on says so in other words, then others", async ({ page, server }) => {
  await translate(page);
  await openHosted(page, server);
  await begin(page, "translateBox");
  const problem = page.locator(".page-problem");
  await go(page, query(server, { redirect_uri: "https://evil.example/" }));
  await expect(problem).toHaveText(/^«.*redirect.*»$/);
  const first = await problem.textContent();
  await go(page, query(server, { redirect_uri: "javascript:alert(1)" }));
  await expect(problem).not.toHaveText(first);
  await expect(problem).toHaveText(/^«.+»$/);
  await go(page, query(server));
  await expect(problem).toHaveCount(0);
  await expect(new Widget(page.locator(".page")).submit).toHaveText("«Log in»");
});

for (const [name, change] of Object.entries(EXTENSIONS)) {
  test(`an extension that ${name} of the hosted page: both logins go on`, async ({ page, server, phone }) => {
    await page.addInitScript(`globalThis.change = ${change}`);
    const last = await lastCode(page);
    for (const way of ["password", "code"]) {
      const widget = await openHosted(page, server);
      const [form, code] = [widget.element.locator("[role=tab]").first(), widget.element.locator("[role=tab]").last()];
      await fromFormToCode(widget, code, () => begin(page, "change"));
      if (way === "code") {
        const scan = await phone(last.text);
        await expect(widget.status("scanned")).toBeVisible();
        const number = await widget.number();
        await begin(page, "change");
        await scan.confirm(number);
      } else {
        await form.click();
        await widget.accountInput().fill("lin");
        await widget.password.fill(PASSWORD);
        await begin(page, "change");
        await widget.submit.click();
      }
      await page.waitForURL(`${server.url}/account`);
    }
  });
}
