// Logging in with an account and a password.
import { allTold, asked, pathOfApi } from "../support/asked.js";
import { events } from "../support/events.js";
import { expect, test } from "../support/test.js";

const SECRET = "correct horse 电池 staple";

/** What is said after a wrong login, without the number of attempts that are left. */
const WRONG = /^Wrong account or password\. Attempts left: \d+$/;

test.describe("the demo site", () => {
  test("the right password logs in, and the token opens the protected endpoint", async ({ page, server, widget }) => {
    const proofs = asked(page, (request) => request.url().endsWith("/api/v2/users/me") && request);
    await page.goto(server.url);
    await widget.logIn("lin");

    await expect(page.getByTestId("greeting")).toHaveText("Hello, 林晓");
    await expect(page.getByTestId("proof")).toContainText("The server knows you as 林晓");
    await expect.poll(() => proofs.length).toBeGreaterThan(0);
    expect((await proofs[0].allHeaders()).authorization).toMatch(/^Bearer .+/);
    const [login, ...more] = await events(page, "guard-login");
    expect(more).toEqual([]);
    expect(login.detail).toMatchObject({ method: "password", user: { username: "lin", nickname: "林晓" } });
    expect(login.detail.token).toBeTruthy();
  });

  test("logging out brings the login box back, and ends the token", async ({ page, server, widget, complaints }) => {
    await page.goto(server.url);
    await widget.logIn("chen");
    await expect(page.getByTestId("greeting")).toHaveText("Hello, Alex Chen");
    const [{ detail }] = await events(page, "guard-login");
    await page.getByTestId("logout").click();

    await expect(widget.account).toBeVisible();
    const response = await page.request.get(`${server.url}/api/v2/users/me`, { headers: { authorization: `Bearer ${detail.token}`, "x-authing-app-id": "demo" } });
    expect((await response.json()).code).not.toBe(200);
    complaints.allowed.push(/401/);
  });
});

test("Enter in the password field submits", async ({ page, open }) => {
  const widget = await open();
  await widget.account.fill("lin");
  await widget.password.fill("shanlan-tea-2026");
  await widget.password.press("Enter");

  await expect(widget.status("success")).toBeVisible();
  await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
});

test("one Tab leads from the account to the password", async ({ open }) => {
  const widget = await open();
  await widget.account.focus();
  await widget.account.press("Tab");
  await expect(widget.password).toBeFocused();
});

test("a wrong password is said at the field, with the attempts left, and takes the focus", async ({ page, open }) => {
  const widget = await open();
  await widget.logIn("lin", "wrong");

  await expect(widget.errors).toHaveText(WRONG);
  await expect(widget.password).toHaveAttribute("aria-invalid", "true");
  await expect(widget.password).toHaveAccessibleDescription(WRONG);
  await expect(widget.password).toBeFocused();
  await expect.poll(() => events(page, "guard-login-error")).toHaveLength(1);
  const [error] = await events(page, "guard-login-error");
  expect(error.detail).toMatchObject({ method: "password", retryable: false });
  expect(error.detail.message).toMatch(WRONG);

  await widget.password.fill("shanlan-tea-2026");
  await expect(widget.errors, "typing takes the error away").toHaveCount(0);
  await widget.submit.click();
  await expect(widget.status("success")).toBeVisible();
});

test.describe("on a server of its own", () => {
  test.use({ settings: { GUARD_PASSWORD_ATTEMPTS: "5" } });

  test("an unknown account and a wrong password look the same (R-10)", async ({ page, open }) => {
    const widget = await open();
    const said = [];
    for (const account of ["lin", "nobody-has-this-name"]) {
      await widget.logIn(account, "wrong");
      await expect(widget.errors).toHaveText("Wrong account or password. Attempts left: 4");
      const form = await widget.element.locator("form").evaluate((form) => form.innerHTML);
      said.push({ form, event: (await events(page, "guard-login-error")).at(-1) });
      await widget.password.fill("x");
      await expect(widget.errors).toHaveCount(0);
    }
    expect(said[1]).toEqual(said[0]);
  });

  test("an account is locked after too many wrong passwords", async ({ open }) => {
    const widget = await open();
    for (let left = 4; left >= 0; left--) {
      await widget.logIn("lin", `wrong ${left}`);
      await expect(widget.errors).toHaveText(`Wrong account or password. Attempts left: ${left}`);
    }
    await widget.logIn("lin");
    await expect(widget.errors).toHaveText(/^This account is locked\./);
  });
});

test("an empty form says what is missing at both fields, and asks nobody", async ({ page, open }) => {
  const widget = await open();
  await widget.ready();
  await allTold(page);
  const requests = asked(page, pathOfApi);
  await widget.submit.click();

  await expect(widget.errors).toHaveText(["Enter your account", "Enter your password"]);
  for (const [field, text] of [
    [widget.account, "Enter your account"],
    [widget.password, "Enter your password"],
  ]) {
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(text);
  }
  await expect(widget.account).toBeFocused();
  await allTold(page);
  expect(requests).toEqual([]);
  expect(await events(page, "guard-before-login")).toEqual([]);
});

test("a missing password alone takes the focus to its field", async ({ open }) => {
  const widget = await open();
  await widget.account.fill("lin");
  await widget.submit.click();
  await expect(widget.errors).toHaveText(["Enter your password"]);
  await expect(widget.password).toBeFocused();
  await expect(widget.account).not.toHaveAttribute("aria-invalid");
});

test("the password can be shown and hidden", async ({ open }) => {
  const widget = await open();
  await widget.password.fill(SECRET);
  await expect(widget.password).toHaveAttribute("type", "password");
  await widget.element.getByRole("button", { name: "Show password" }).click();
  await expect(widget.password).toHaveAttribute("type", "text");
  await expect(widget.password).toHaveValue(SECRET);
  await expect(widget.password).toBeFocused();
  await widget.element.getByRole("button", { name: "Hide password" }).click();
  await expect(widget.password).toHaveAttribute("type", "password");
  await expect(widget.password).toHaveValue(SECRET);
});

test("a hint appears with caps lock and goes with it (R-13)", async ({ open }) => {
  const widget = await open();
  const hint = widget.element.getByRole("status").filter({ hasText: "Caps Lock is on" });
  const press = (on) =>
    widget.password.evaluate((input, on) => {
      input.dispatchEvent(new KeyboardEvent("keyup", { key: "A", bubbles: true, composed: true, modifierCapsLock: on }));
    }, on);
  await expect(hint).toHaveCount(0);
  await press(true);
  await expect(hint).toBeVisible();
  await expect(widget.password).toHaveAccessibleDescription("Caps Lock is on");
  await press(false);
  await expect(hint).toHaveCount(0);
});

test("browsers can fill the form: real names, types and autocomplete (R-12)", async ({ open }) => {
  const widget = await open();
  await expect(widget.element.locator("form")).toHaveAttribute("method", "post");
  await expect(widget.account).toHaveAttribute("autocomplete", /^username\b/);
  await expect(widget.password).toHaveAttribute("autocomplete", "current-password");
  await expect(widget.submit).toHaveAttribute("type", "submit");
});

test("the password is nowhere but in its field (R-11, R-17)", async ({ page, open }) => {
  const widget = await open();
  const sent = asked(page, (request) => `${request.url()}\n${request.postData() ?? ""}`);
  const traces = () =>
    page.evaluate(() => {
      const attributes = (root) =>
        [...root.querySelectorAll("*")].flatMap((element) => [
          ...[...element.attributes].map((attribute) => attribute.value),
          ...(element.shadowRoot ? attributes(element.shadowRoot) : []),
        ]);
      return [
        location.href,
        document.cookie,
        document.documentElement.outerHTML,
        document.querySelector("guard-widget").shadowRoot.innerHTML,
        ...attributes(document),
        ...Object.values({ ...localStorage }),
        ...Object.values({ ...sessionStorage }),
        JSON.stringify(globalThis.guardEvents),
      ];
    });
  const clean = async (secret) => {
    await allTold(page);
    for (const trace of [...(await traces()), ...sent]) expect(trace).not.toContain(secret);
  };

  await widget.account.fill("lin");
  await widget.password.fill(SECRET);
  await widget.element.getByRole("button", { name: "Show password" }).click();
  await clean(SECRET);
  await widget.submit.click();
  await expect(widget.errors).toHaveText(WRONG);
  await clean(SECRET);
  await widget.password.fill("shanlan-tea-2026");
  await widget.submit.click();
  await expect(widget.status("success")).toBeVisible();
  await clean("shanlan-tea-2026");
  await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  const [{ detail }] = await events(page, "guard-login");
  const kept = (await traces()).filter((trace) => !trace.startsWith("["));
  for (const trace of kept) expect(trace, "the token is with the page alone (R-28)").not.toContain(detail.token);
});

test("leaving the tab forgets the password (R-11)", async ({ open }) => {
  const widget = await open();
  await widget.account.fill("lin");
  await widget.password.fill(SECRET);
  await widget.qrTab.click();
  await widget.passwordTab.click();
  await expect(widget.password).toHaveValue("");
  await expect(widget.account).toHaveValue("lin");
});
