// callback-url: after a login the browser goes on, with a form and nothing in the address.
import { allTold, asked } from "../support/asked.js";
import { openWithBackend } from "../support/backend.js";
import { events } from "../support/events.js";
import { expect, test } from "../support/test.js";

const LISTED = "https://shop.example/callback?from=login";

/** Catches the form that the browser is sent on with. */
const catchForm = async (page, pattern) => {
  const sent = [];
  await page.route(pattern, async (route) => {
    const request = route.request();
    const fields = Object.fromEntries(new URLSearchParams(request.postData() ?? ""));
    sent.push({ method: request.method(), url: request.url(), type: await request.headerValue("content-type"), fields });
    await route.fulfill({ contentType: "text/html", body: "<link rel=icon href='data:,'><title>Back</title>" });
  });
  return sent;
};

test("a path of the own site gets the login as a form, once, with a password", async ({ page, server, open }) => {
  const sent = await catchForm(page, "**/e2e/callback*");
  const widget = await open({ "callback-url": "/e2e/callback?next=1" });
  await page.evaluate(() => {
    document.querySelector("guard-widget").addEventListener("guard-login", ({ detail }) => sessionStorage.setItem("detail", JSON.stringify(detail)));
  });
  // It is not there for long.
  const success = widget.seen("success");
  await widget.logIn();
  await success;
  await page.waitForURL(`${server.url}/e2e/callback?next=1`);
  await expect(page).toHaveTitle("Back");
  expect(sent).toHaveLength(1);
  const [{ fields, ...request }] = sent;
  expect(request).toEqual({ method: "POST", url: `${server.url}/e2e/callback?next=1`, type: "application/x-www-form-urlencoded" });
  const { user } = JSON.parse(await page.evaluate(() => sessionStorage.getItem("detail")));
  expect({ ...fields, data: JSON.parse(fields.data) }).toEqual({ code: "200", data: user });
  expect(user.username).toBe("lin");
});

for (const shadow of ["open", "none"]) {
  test(`shadow="${shadow}": with a code the ticket goes along, and under a policy for forms it works, too`, async ({ page, server, open, phone }) => {
    const sent = await catchForm(page, "**/e2e/callback");
    const widget = await open({ "callback-url": "/e2e/callback", "default-tab": "qr", shadow }, { "content-security-policy": "form-action 'self'" });
    await widget.code.waitFor();
    const scan = await phone(await widget.codeText());
    await expect(widget.status("scanned")).toBeVisible();
    await scan.confirm(await widget.number());
    await page.waitForURL(`${server.url}/e2e/callback`);
    expect(sent).toHaveLength(1);
    expect(sent[0].fields).toEqual({ code: "200", data: expect.stringContaining('"username":"lin"'), ticket: expect.stringMatching(/\S{8,}/) });
    expect(sent[0].url).not.toMatch(/[?#]/);
  });
}

test.describe("a redirect URI of the application", () => {
  test.use({ settings: { GUARD_APP_ID: "demo", GUARD_APP_NAME: "Shop", GUARD_APP_REDIRECT_URIS: LISTED } });

  test("gets the form, as it is written", async ({ page, open }) => {
    const sent = await catchForm(page, "https://shop.example/**");
    await page.route("**/api/v2/login/account", (route) =>
      route.fulfill({ json: { code: 200, statusCode: 200, message: "", data: { id: "u", username: "lin", token: "t0ken" } } }),
    );
    const widget = await open({ "callback-url": LISTED });
    await widget.logIn();
    await page.waitForURL(LISTED);
    expect(sent).toEqual([
      {
        ...{ method: "POST", url: LISTED, type: "application/x-www-form-urlencoded" },
        fields: { code: "200", data: JSON.stringify({ id: "u", username: "lin", token: "t0ken" }) },
      },
    ]);
  });

  test("that is not listed to the letter is refused before any login", async ({ page, open }) => {
    const requests = asked(page, (request) => /login\/account|qrcode|shop\.example/.test(request.url()) && request.url());
    for (const url of ["https://shop.example/callback", `${LISTED}#x`, LISTED.replace("https", "http"), "https://evil.example/"]) {
      const widget = await open({ "callback-url": url });
      await expect(widget.element.getByRole("alert")).toContainText(`\`${url}\` is not among the application's redirect URIs`);
      await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["setup"]);
      await expect(widget.account).toHaveCount(0);
    }
    await allTold(page);
    expect(requests).toEqual([]);
  });
});

test("what is no path of the own site is refused before any login", async ({ page, open, widget }) => {
  await open({ hidden: true });
  for (const url of [
    ...["//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "javascript:alert(1)", "JavaScript:alert(1)"],
    ...["data:text/html,x", "/\t/evil.example", " /account", "account", "https://evil.example/", "?next=1", "#there"],
  ]) {
    await page.evaluate((url) => {
      const next = document.querySelector("guard-widget").cloneNode();
      next.hidden = false;
      next.setAttribute("callback-url", url);
      globalThis.guardEvents.length = 0;
      document.querySelector("guard-widget").replaceWith(next);
    }, url);
    await expect(widget.element.getByRole("alert"), url).toContainText("redirect URIs");
    await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code), url).toEqual(["setup"]);
    await expect(widget.element.locator("form"), url).toHaveCount(0);
  }
});

test("the page's own backend may list where a login goes on to", async ({ page, server, widget }) => {
  const sent = await catchForm(page, "https://shop.example/**");
  await openWithBackend({ page, server }, (good) => ({ ...good, config: () => ({ redirectUris: ["https://shop.example/back"] }) }), {
    ...{ "app-id": false, host: false, "callback-url": "https://shop.example/back" },
  });
  await widget.logIn();
  await page.waitForURL("https://shop.example/back");
  expect(sent[0].fields).toEqual({ code: "200", data: JSON.stringify({ id: "u1", username: "lin" }) });
});

/** Longer than the success is seen. */
const A_WHILE = 1_200;

test.describe("the browser stays", () => {
  const stays = async (page) => {
    const before = page.url();
    await page.waitForTimeout(A_WHILE);
    expect(page.url()).toBe(before);
  };

  test("without the attribute", async ({ page, open }) => {
    const widget = await open();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await stays(page);
  });

  for (const method of ["remove", "hide", "reset", "logout"]) {
    test(`when ${method}() is called while the success is seen`, async ({ page, open }) => {
      const sent = await catchForm(page, "**/e2e/callback");
      const widget = await open({ "callback-url": "/e2e/callback" });
      await page.evaluate((method) => {
        const element = document.querySelector("guard-widget");
        element.addEventListener("guard-login", () => setTimeout(() => element[method](), 100));
      }, method);
      await widget.logIn();
      await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
      await stays(page);
      expect(sent).toEqual([]);
    });
  }

  test("after a login that failed, or was stopped", async ({ page, open }) => {
    const sent = await catchForm(page, "**/e2e/callback");
    const widget = await open({ "callback-url": "/e2e/callback" });
    await widget.logIn("lin", "wrong");
    await expect(widget.errors).toHaveCount(1);
    await widget.element.evaluate((element) => element.addEventListener("guard-before-login", (event) => event.preventDefault()));
    await widget.logIn();
    await stays(page);
    expect(sent).toEqual([]);
  });
});
