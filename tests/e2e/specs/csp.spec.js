// The strictest policies that a page can send.
import { events } from "../support/events.js";
import { expect, test } from "../support/test.js";

const STRICT = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const watch = (page) =>
  page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, sample }) =>
      globalThis.violations.push({ violatedDirective, blockedURI, sourceFile, sample }),
    );
  });

const violations = (page) => page.evaluate(() => globalThis.violations);

test("the policy is really there", async ({ page, open, complaints }) => {
  complaints.allowed.push(/Trusted|Content Security Policy/i);
  await watch(page);
  await open({}, { "content-security-policy": STRICT });
  await page.evaluate(() => {
    try {
      document.createElement("p").innerHTML = "<b>x</b>";
    } catch {}
    document.body.setAttribute("style", "color: red");
  });
  await expect.poll(() => violations(page)).toHaveLength(2);
});

test("the password tab breaks no rule (R-1, R-2)", async ({ page, open }) => {
  await watch(page);
  const widget = await open({}, { "content-security-policy": STRICT });
  await widget.submit.click();
  await expect(widget.errors).toHaveCount(2);
  await widget.logIn("lin", "wrong");
  await expect(widget.errors).toHaveCount(1);
  await widget.element.getByRole("button", { name: "Show password" }).click();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("the QR tab breaks no rule (R-1, R-2)", async ({ page, open, phone }) => {
  await watch(page);
  const widget = await open({ "default-tab": "qr" }, { "content-security-policy": STRICT });
  await widget.code.waitFor();
  const declined = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  await declined.decline();
  await expect(widget.status("cancelled")).toBeVisible();
  await widget.refresh.click();
  await widget.code.waitFor();
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  await expect(widget.element.locator("img.guard-avatar-face")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  await expect(widget.element.locator("[part=base]"), "styled, though nothing is inline").toHaveCSS("border-radius", /^[1-9]/);
  expect(await violations(page)).toEqual([]);
});

test.describe("expired", () => {
  test.use({ settings: { GUARD_QR_TTL_S: "1" } });

  test("breaks no rule (R-1, R-2)", async ({ page, open }) => {
    await watch(page);
    const widget = await open({ "default-tab": "qr", "no-auto-refresh": true }, { "content-security-policy": STRICT });
    await expect(widget.status("expired")).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
});

test("without 'wasm-unsafe-eval' there is a message and a way on, not a blank box (R-3)", async ({ page, server, open, complaints }) => {
  complaints.allowed.push(/WebAssembly|wasm|Content Security Policy/i);
  const widget = await open({}, { "content-security-policy": STRICT.replace(" 'wasm-unsafe-eval'", "") });
  await expect(widget.element.getByRole("alert")).toHaveText("The login box could not be loaded on this page.");
  const link = widget.element.getByRole("link", { name: "Go to the login page" });
  await expect(link).toBeVisible();
  expect(await link.evaluate((a) => a.href)).toBe(`${server.url}/login?app_id=demo`);
  const errors = await events(page, "guard-error");
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ bubbles: true, composed: true, detail: { code: "wasm-blocked" } });
});

test("a module that cannot be loaded is said as well, and is tried again by the next element", async ({ page, open, complaints }) => {
  complaints.allowed.push(/^Failed to load resource: /);
  await page.route("**/guard_bg.wasm", (route) => route.abort("connectionreset"));
  const widget = await open();
  await expect(widget.element.getByRole("alert")).toHaveText("The login box could not be loaded on this page.");
  expect((await events(page, "guard-error"))[0].detail.code).toBe("load-failed");
  await page.unroute("**/guard_bg.wasm");
  await widget.element.evaluate((element) => element.replaceWith(element.cloneNode()));
  await expect(widget.account).toBeVisible();
});
