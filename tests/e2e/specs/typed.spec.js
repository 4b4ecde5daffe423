// What the person typed is the person's: nothing puts anything else in its place, and what is meant by it is sent.
import { events } from "../support/events.js";
import { html, openBeside } from "../support/pages.js";
import { expect, test } from "../support/test.js";

/** The accounts that were sent. */
const sent = (page) => {
  const accounts = [];
  page.on("request", (request) => request.url().endsWith("/login/account") && accounts.push(request.postDataJSON().account));
  return accounts;
};

/** What a page does meanwhile. */
const MEANWHILE = {
  "another theme": (element) => (element.theme = "dark"),
  "another language and back": async (element) => {
    for (const lang of ["zh-CN", "en-US"]) {
      element.lang = lang;
      await new Promise((later) => setTimeout(later, 300));
    }
  },
  "other messages": (element) => (element.messages = { account_label: "Account", submit: "Go" }),
  "the same account again": (element) => (element.account = "lin"),
  "another account": (element) => (element.account = "wang"),
  "no account": (element) => element.removeAttribute("account"),
  "a render of the host, with all attributes anew": (element) => {
    for (const { name, value } of [...element.attributes]) element.setAttribute(name, value);
  },
  "another configuration": (element) => (element.config = { name: "Other" }),
  "a move within the page": (element) => document.querySelector("h1").before(element),
  "the other tab and back": async (element) => {
    for (const tab of ["qr", "password"]) {
      element.setTab(tab);
      await new Promise((later) => setTimeout(later, 300));
    }
  },
};

for (const [name, change] of Object.entries(MEANWHILE)) {
  for (const shadow of ["open", "none"]) {
    test(`an account that was typed stays, whatever comes: ${name}, shadow="${shadow}"`, async ({ page, widget, open }) => {
      const accounts = sent(page);
      await open({ account: "lin", shadow });
      await widget.element.getByRole("heading").waitFor();
      const account = widget.accountInput();
      await expect(account).toHaveValue("lin");
      await account.fill("zhao");
      await widget.password.fill("wrong");
      await widget.submit.click();
      await expect(widget.errors.first()).toBeVisible();
      await widget.element.evaluate(change);
      await page.waitForTimeout(200);
      await expect(account).toHaveValue("zhao");
      await widget.password.fill("wrong again");
      await widget.submit.click();
      await expect.poll(() => accounts).toEqual(["zhao", "zhao"]);
    });
  }
}

test("another account of the page takes the place of its own, and of nobody else's", async ({ widget, open }) => {
  await open({ account: "lin" });
  await widget.element.getByRole("heading").waitFor();
  await widget.element.evaluate((element) => (element.account = "wang"));
  await expect(widget.account).toHaveValue("wang");
  await widget.account.fill("");
  await widget.element.evaluate((element) => (element.theme = "dark"));
  await expect(widget.account).toHaveValue("");
});

for (const [name, typed] of [
  ["invisible characters of a copied one", "\u{200b}\u{202a}l\u{2060}i\u{feff}n\u{202c}"],
  ["spaces at its ends", "\u{a0}\u{3000}lin \t\u{3000}"],
  ["full-width letters of an input method", "ｌｉｎ"],
]) {
  test(`${name}: the account that is meant is sent and told`, async ({ page, widget, open }) => {
    const accounts = sent(page);
    await open();
    await widget.logIn(typed);
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => accounts).toEqual(["lin"]);
    await expect.poll(async () => (await events(page, "guard-before-login")).map(({ detail }) => detail.account)).toEqual(["lin"]);
  });
}

test("a password is sent as it is: no character of it is anything else", async ({ page, server, widget }) => {
  await openBeside(page, server, html());
  await page.evaluate(() => {
    const element = document.querySelector("guard-widget");
    globalThis.passwords = [];
    element.backend = { login: ({ password }) => (globalThis.passwords.push(password), { token: "t" }) };
  });
  const password = "\u{200b}１２３ａ\u{3000}\u{feff}é é ";
  await widget.logIn("lin", password);
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(() => page.evaluate(() => globalThis.passwords)).toEqual([password]);
});
