// The strictest policies that a page can send.
import { events } from "../support/events.js";
import { html, openBeside } from "../support/pages.js";
import { STATES } from "../support/states.js";
import { allowFailedRequests, expect, test } from "../support/test.js";

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

const SHADOWS = ["open", "none"];
const NONCE = "cmFuZG9tLW5vbmNl";

/** Styled, though nothing is inline. */
const expectStyled = (widget, part = "base") => expect(widget.element.locator(`[part=${part}]`)).toHaveCSS("border-radius", "16px");

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
  await expectStyled(widget);
  expect(await violations(page)).toEqual([]);
});

for (const shadow of SHADOWS) {
  for (const [name, reach] of Object.entries(STATES)) {
    test(`shadow="${shadow}", ${name}: breaks no rule (R-1, R-2)`, async ({ page, open, phone, complaints }) => {
      if (["offline", "error"].includes(name)) allowFailedRequests(complaints);
      await watch(page);
      const widget = await open({ shadow, "no-auto-refresh": true }, { "content-security-policy": STRICT });
      await reach({ page, widget, phone });
      await expectStyled(widget);
      expect(await widget.element.evaluate((element) => element.shadowRoot === null)).toBe(shadow === "none");
      expect(await violations(page)).toEqual([]);
    });
  }

  test(`shadow="${shadow}", a dialog: breaks no rule (R-1, R-2)`, async ({ page, open, phone }) => {
    await watch(page);
    const widget = await open({ shadow, mode: "modal" }, { "content-security-policy": STRICT });
    await widget.element.evaluate((element) => element.show());
    await expect(widget.account).toBeVisible();
    await expectStyled(widget, "dialog");
    await widget.element.locator("[part=close]").click();
    await expect(widget.account).toBeHidden();
    await widget.element.evaluate((element) => element.show());
    await widget.showCode();
    const scan = await phone(await widget.codeText());
    await expect(widget.status("scanned")).toBeVisible();
    await scan.confirm(await widget.number());
    await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
    expect(await violations(page)).toEqual([]);
  });
}

for (const shadow of SHADOWS) {
  const title = `shadow="${shadow}", without 'wasm-unsafe-eval': a message and a way on, not a blank box (R-3)`;
  test(title, async ({ page, server, open, complaints }) => {
    complaints.allowed.push(/WebAssembly|wasm|Content Security Policy/i);
    const widget = await open({ shadow }, { "content-security-policy": STRICT.replace(" 'wasm-unsafe-eval'", "") });
    await expect(widget.element.getByRole("alert")).toHaveText("The login box could not be loaded on this page.");
    const link = widget.element.getByRole("link", { name: "Go to the login page" });
    await expect(link).toBeVisible();
    await expect(link).toHaveJSProperty("href", `${server.url}/login?app_id=demo`);
    await expect.poll(() => events(page, "guard-error")).toHaveLength(1);
    const errors = await events(page, "guard-error");
    await expectStyled(widget);
    expect(errors[0]).toMatchObject({ bubbles: true, composed: true, detail: { code: "wasm-blocked" } });
  });
}

test("a module that cannot be loaded is said as well, and is tried again by the next element", async ({ page, open, complaints }) => {
  complaints.allowed.push(/^Failed to load resource: /);
  await page.route("**/guard_bg.wasm", (route) => route.abort("connectionreset"));
  const widget = await open();
  await expect(widget.element.getByRole("alert")).toHaveText("The login box could not be loaded on this page.");
  await expect.poll(async () => (await events(page, "guard-error"))[0]?.detail.code).toBe("load-failed");
  await page.unroute("**/guard_bg.wasm");
  await widget.element.evaluate((element) => element.replaceWith(element.cloneNode()));
  await expect(widget.account).toBeVisible();
});

// Browsers that cannot construct style sheets need a <style>, and a policy lets that in by its nonce.
test.describe("where style sheets cannot be constructed", () => {
  /** Takes them away, as in Safari before 16.4. */
  const takeAway = (page) =>
    page.addInitScript(() => {
      const construct = () => {
        throw new TypeError("Illegal constructor");
      };
      globalThis.CSSStyleSheet = new Proxy(CSSStyleSheet, { construct });
      for (const root of [Document, ShadowRoot]) delete root.prototype.adoptedStyleSheets;
    });

  const openWith = async (page, server, attributes) => {
    await takeAway(page);
    await watch(page);
    const policy = STRICT.replace("style-src 'self'", `style-src 'nonce-${NONCE}'`);
    // The page's own sheet has no nonce.
    const body = html(attributes).replace(/<link rel="stylesheet".*>/, "");
    await openBeside(page, server, body, { "content-security-policy": policy });
    expect(await page.evaluate(() => "adoptedStyleSheets" in document)).toBe(false);
  };

  for (const shadow of SHADOWS) {
    test(`shadow="${shadow}" with the page's nonce: styled, and no rule is broken`, async ({ page, server, widget }) => {
      await openWith(page, server, { shadow, nonce: NONCE });
      await widget.ready();
      await expectStyled(widget);
      await widget.showCode();
      await expectStyled(widget);
      expect(await page.content(), "the nonce is in no attribute").not.toContain(NONCE);
      expect(await violations(page)).toEqual([]);
    });

    test(`shadow="${shadow}" without a nonce: no style, but of use`, async ({ page, server, widget, complaints }) => {
      complaints.allowed.push(/Content Security Policy/);
      await openWith(page, server, { shadow });
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
      await expect(widget.element.locator("[part=base]")).toHaveCSS("border-radius", "0px");
      const broken = await violations(page);
      expect(broken.filter(({ violatedDirective }) => !violatedDirective.startsWith("style-src"))).toEqual([]);
    });
  }
});
