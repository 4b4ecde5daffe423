// shadow="none": the box in the page's own DOM, for password managers that do not look into shadow roots.
import { events } from "../support/events.js";
import { MODULE, hold } from "../support/hold.js";
import { html, openBeside, tag } from "../support/pages.js";
import { expect, test as base } from "../support/test.js";
import { Widget } from "../support/widget.js";

const test = base.extend({
  /** Opens a page with one light box that has children. */
  light: async ({ page, server, widget }, use) => {
    await use(async (children = "", attributes = {}) => {
      const body = html({ shadow: "none", ...attributes }).replace("</guard-widget>", `${children}</guard-widget>`);
      await openBeside(page, server, body);
      return widget;
    });
  },
});

const LOGO = `<b slot="logo" id="logo">L</b>`;
const TERMS = `<p slot="terms" id="terms">Terms</p>`;
const FOOTER = `<p slot="footer" id="footer">Foot</p>`;

/** Whether an element of the page is seen, and within which slot of the box. */
const place = (page, selector) =>
  page.evaluate((selector) => {
    const element = document.querySelector(selector);
    return element?.closest("guard-widget slot")?.name ?? (element ? "elsewhere" : "nowhere");
  }, selector);

/** The children of the element that are the page's own, as text. */
const own = (widget) => widget.element.evaluate((element) => [...element.childNodes].map((one) => one.outerHTML ?? one.data).join(""));

const remove = async (page) => {
  await page.evaluate(async () => {
    globalThis.removed = document.querySelector("guard-widget");
    globalThis.removed.remove();
    await new Promise((resolve) => setTimeout(resolve, 30));
  });
};

test("password managers see a form of the document, with names, types and autocomplete", async ({ page, light }) => {
  const widget = await light();
  await widget.ready();
  const seen = await page.evaluate(() => {
    const password = document.querySelector("input[name=password]");
    const [account] = document.querySelectorAll("form input[autocomplete^=username]");
    return {
      root: document.querySelector("guard-widget").shadowRoot,
      form: [...document.forms].includes(password.form) && password.form.method,
      same: account.form === password.form,
      password: [password.type, password.autocomplete],
      account: [account.type, account.name, account.autocomplete],
      submit: password.form.querySelector("[type=submit]") !== null,
      labels: [account, password].map((input) => input.labels[0].textContent),
    };
  });
  expect(seen).toEqual({
    root: null,
    form: "post",
    same: true,
    password: ["password", "current-password"],
    account: ["text", "username", "username"],
    submit: true,
    labels: ["Account", "Password"],
  });
});

test("what a password manager fills in without a key being pressed is sent", async ({ page, light }) => {
  const widget = await light();
  await widget.ready();
  await page.evaluate(() => {
    document.querySelector("input[name=username]").value = "lin";
    document.querySelector("input[name=password]").value = "shanlan-tea-2026";
    document.querySelector("input[name=password]").form.requestSubmit();
  });
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(async () => (await events(page, "guard-login"))[0]).toMatchObject({ bubbles: false, climbed: false });
});

test.describe("slots", () => {
  test("children are where their slots are, in place of what is there otherwise", async ({ page, light }) => {
    const widget = await light(`${FOOTER}${LOGO}${TERMS}`, { "register-url": "/register" });
    await widget.passwordTab.waitFor();
    for (const name of ["logo", "terms", "footer"]) {
      await expect.poll(() => place(page, `#${name}`)).toBe(name);
      await expect(page.locator(`#${name}`)).toBeVisible();
    }
    await expect(widget.element.locator("[part=logo]"), "what is there otherwise").toBeHidden();
    await expect(widget.element.locator("[part=footer]"), "what is there otherwise").toBeHidden();
    await expect(widget.element.getByRole("heading")).toHaveText("Log in to Shanlan");
  });

  test("a header takes the place of the whole header, and of the logo in it", async ({ page, light }) => {
    const widget = await light(`<h2 slot="header" id="header">Mine</h2>${LOGO}`);
    await widget.passwordTab.waitFor();
    await expect(page.locator("#header")).toBeVisible();
    await expect(widget.element.locator("[part=header]")).toBeHidden();
    await expect(page.locator("#logo")).toBeHidden();
  });

  test("children without a slot, or with an unknown one, are not shown", async ({ page, light }) => {
    const widget = await light(`Loose text<i id="loose">loose</i><i id="unknown" slot="nothing">unknown</i>`);
    await widget.passwordTab.waitFor();
    await expect(widget.element).not.toContainText("Loose text");
    await expect(page.locator("#loose, #unknown").filter({ visible: true })).toHaveCount(0);
  });

  test("children that come later are placed as well, and several in one slot keep their order", async ({ page, light }) => {
    const widget = await light(TERMS);
    await widget.passwordTab.waitFor();
    await page.evaluate(() => {
      const element = document.querySelector("guard-widget");
      element.insertAdjacentHTML("beforeend", "<p slot='terms' id='more'>More</p><b slot='logo' id='late'>L</b>");
    });
    await expect.poll(() => place(page, "#late")).toBe("logo");
    await expect(page.locator("#late")).toBeVisible();
    await expect(widget.element.locator("slot[name=terms]")).toHaveText("TermsMore");
  });

  test("a child of another slot moves there, and one without is not shown", async ({ page, light }) => {
    const widget = await light(TERMS);
    await widget.passwordTab.waitFor();
    await page.evaluate(() => (document.querySelector("#terms").slot = "footer"));
    await expect.poll(() => place(page, "#terms")).toBe("footer");
    await page.evaluate(() => {
      globalThis.terms = document.querySelector("#terms");
      globalThis.terms.slot = "";
    });
    await expect.poll(() => place(page, "#terms")).toBe("nowhere");
    await page.evaluate(() => (globalThis.terms.slot = "terms"));
    await expect.poll(() => place(page, "#terms")).toBe("terms");
  });

  test("children outlive all that the module draws anew", async ({ page, light, complaints }) => {
    complaints.allowed.push(/^Failed to load resource: /);
    await page.route("**/public-config", (route) => route.fulfill({ status: 403, body: "" }));
    const widget = await light(`${LOGO}${TERMS}`);
    await expect(widget.element.getByRole("alert")).toBeVisible();
    await expect.poll(() => place(page, "#logo"), "there is no header").toBe("nowhere");
    await page.unroute("**/public-config");
    await widget.element.getByRole("button", { name: "Try again" }).click();
    const check = async (when) => {
      await expect(page.locator("#logo"), when).toBeVisible();
      await expect(page.locator("#terms"), when).toBeVisible();
      expect(await page.evaluate(() => document.querySelector("#logo") === (globalThis.logo ??= document.querySelector("#logo"))), when).toBe(true);
    };
    await check("after a retry");
    await widget.showCode();
    await check("in the other tab");
    await widget.element.evaluate((element) => (element.lang = "zh-CN"));
    await expect(widget.element.getByRole("heading")).toHaveText("登录 Shanlan");
    await check("in another language");
    await widget.element.evaluate((element) => (element.bare = true));
    await expect(page.locator("#logo")).toBeHidden();
    await expect(page.locator("#terms")).toBeVisible();
    await widget.element.evaluate((element) => (element.bare = false));
    await check("with a header again");
    await widget.element.evaluate((element) => element.reset());
    await check("after reset()");
  });

  test("taken away, the element has its children as they were", async ({ page, light }) => {
    const children = `Loose${FOOTER}<i>loose</i>${LOGO}<!--note-->${TERMS}`;
    const widget = await light(children);
    await widget.passwordTab.waitFor();
    await remove(page);
    await expect.poll(() => page.evaluate(() => globalThis.removed.innerHTML)).toBe(children);
    await page.evaluate(() => document.querySelector("main").append(globalThis.removed));
    await expect(page.locator("#logo")).toBeVisible();
    await expect.poll(() => place(page, "#footer")).toBe("footer");
    await widget.element.evaluate((element) => (element.hidden = true));
    await expect.poll(() => own(widget)).toContain(FOOTER);
    await expect(widget.element).toBeHidden();
  });

  test("a child that the page removes is gone, and one that it puts elsewhere stays there", async ({ page, light }) => {
    const widget = await light(`${LOGO}${TERMS}<i id="loose">loose</i>`);
    await widget.passwordTab.waitFor();
    await page.evaluate(() => {
      document.querySelector("#terms").remove();
      document.querySelector("h1").append(document.querySelector("#logo"));
    });
    await widget.showCode();
    await widget.element.evaluate((element) => (element.lang = "zh-CN"));
    await expect(widget.element.getByRole("heading")).toHaveText("登录 Shanlan");
    await expect.poll(async () => [await place(page, "#terms"), await place(page, "#logo")]).toEqual(["nowhere", "elsewhere"]);
    await remove(page);
    expect(await page.evaluate(() => document.querySelector("h1 #logo") !== null), "it is not taken back").toBe(true);
    await expect.poll(() => page.evaluate(() => globalThis.removed.innerHTML)).toBe('<i id="loose">loose</i>');
  });

  test("a framework adds and removes children by way of the element", async ({ page, light }) => {
    const widget = await light(`${LOGO}${TERMS}`);
    // The form is there before the module, which puts the children into its slots.
    await widget.passwordTab.waitFor();
    const said = await page.evaluate(() => {
      const element = document.querySelector("guard-widget");
      const [logo, terms] = ["logo", "terms"].map((id) => document.getElementById(id));
      const more = Object.assign(document.createElement("p"), { slot: "terms", id: "more", textContent: "More" });
      try {
        element.insertBefore(more, terms);
        element.removeChild(logo);
        return "no error";
      } catch (error) {
        return String(error);
      }
    });
    expect(said).toBe("no error");
    await expect.poll(() => place(page, "#more")).toBe("terms");
    await expect.poll(() => place(page, "#logo")).toBe("nowhere");
    await expect(widget.element.locator("slot[name=terms]"), "in the order of the element's children").toHaveText("MoreTerms");
    await page.evaluate(() => {
      const [element, more, terms] = [document.querySelector("guard-widget"), ...["more", "terms"].map((id) => document.getElementById(id))];
      element.replaceChild(Object.assign(document.createElement("p"), { slot: "terms", id: "other", textContent: "Other" }), more);
      element.append(terms);
    });
    await expect(widget.element.locator("slot[name=terms]")).toHaveText("OtherTerms");
    await remove(page);
    await expect.poll(() => page.evaluate(() => [...globalThis.removed.children].map(({ id }) => id))).toEqual(["other", "terms"]);
  });
});

for (const attributes of [{}, { mode: "modal", open: true }]) {
  test(`new content by innerHTML replaces the page's children and leaves the box${attributes.mode ? " in its dialog" : ""}`, async ({ page, light }) => {
    const widget = await light(LOGO, attributes);
    await widget.ready();
    await widget.account.fill("lin");
    await expect.poll(() => place(page, "#logo")).toBe("logo");
    await widget.element.evaluate((element, content) => (element.innerHTML = content), TERMS);
    await expect.poll(() => place(page, "#terms")).toBe("terms");
    await expect.poll(() => place(page, "#logo"), "the page has taken it away").toBe("nowhere");
    await expect(widget.account).toHaveValue("lin");
    await widget.element.evaluate((element) => element.replaceChildren());
    await expect.poll(() => place(page, "#terms")).toBe("nowhere");
    await expect(widget.account).toHaveValue("lin");
    if (attributes.mode) await expect(widget.element.locator("dialog:modal")).toBeVisible();
    await widget.showCode();
  });
}

test.describe("copies", () => {
  const COPY = {
    "cloneNode(true)": () => document.querySelector("guard-widget").after(document.querySelector("guard-widget").cloneNode(true)),
    innerHTML: () => {
      const place = document.createElement("div");
      document.querySelector("main").append(place);
      place.innerHTML = document.querySelector("guard-widget").outerHTML;
    },
    "importNode()": () => document.body.append(document.importNode(document.querySelector("guard-widget"), true)),
  };

  for (const [name, copy] of Object.entries(COPY)) {
    test(`${name} of a drawn element is a box of its own, with its children`, async ({ page, light }) => {
      const widget = await light(`${LOGO}${TERMS}`);
      await widget.account.fill("lin");
      await page.evaluate(copy);
      const [first, second] = [widget.element.nth(0), widget.element.nth(1)];
      await expect(second.locator("input[name=password]")).toBeVisible();
      await expect(second.locator("input[name=password]"), "one box in it").toHaveCount(1);
      await expect(second.locator("[slot=logo]")).toBeVisible();
      await expect(second.locator("[slot=terms]")).toHaveCount(1);
      await expect(second.locator("slot[name=terms] [slot=terms]")).toBeVisible();
      await second.locator("input[name=username]").fill("lin");
      await second.locator("input[name=password]").fill("shanlan-tea-2026");
      await second.locator("[part=submit]").click();
      await expect(second.locator("[part=qr][data-status=success]")).toBeVisible();
      await expect(first.locator("input[name=username]")).toHaveValue("lin");
      await expect(first.locator("[part=submit]")).toBeVisible();
    });
  }

  test("a copy that was made while it loaded has one box, too", async ({ page, server, widget }) => {
    const go = await hold(page, MODULE);
    await openBeside(page, server, html({ shadow: "none" }));
    await widget.element.locator("[aria-busy=true]").waitFor();
    await page.evaluate(COPY["cloneNode(true)"]);
    go();
    await expect(widget.element.locator("input[name=username]")).toHaveCount(2);
    await expect(widget.element.locator("[aria-busy=true]")).toHaveCount(0);
  });
});

test.describe("several boxes", () => {
  const openSeveral = async (page, server) => {
    const shadows = ["none", "none", "open", "none", "open"];
    const boxes = shadows.map((shadow, at) => tag({ shadow, id: `box-${at}`, lang: at % 2 ? "zh-CN" : "en-US" })).join("");
    await openBeside(page, server, html().replace(tag(), boxes));
    for (const at of shadows.keys()) await new Widget(page.locator(`#box-${at}`)).ready();
  };

  test("light and shadow beside each other: ids are unique, labels lead to their own fields", async ({ page, server, widget }) => {
    await openSeveral(page, server);
    await page.locator("#box-1").getByRole("tab").last().click();
    await page.locator("#box-1 svg[part=qr-code]").waitFor();
    const { ids, lost } = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
      const lost = [];
      for (const box of document.querySelectorAll("guard-widget[shadow=none]")) {
        for (const name of ["for", "aria-controls", "aria-labelledby", "aria-describedby"]) {
          for (const element of box.querySelectorAll(`[${name}]`)) {
            const target = document.getElementById(element.getAttribute(name));
            if (!box.contains(target)) lost.push(`${box.id}: ${name}=${element.getAttribute(name)}`);
          }
        }
      }
      return { ids, lost };
    });
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(lost).toEqual([]);
    for (const at of [0, 3]) {
      await page.locator(`#box-${at} label`).first().click();
      await expect(page.locator(`#box-${at} input[name=username]`)).toBeFocused();
    }
    expect(await widget.element.count()).toBe(5);
  });

  test("share one sheet, however many there are and however often they come", async ({ page, server, widget }) => {
    await openSeveral(page, server);
    const sheets = () =>
      page.evaluate(() => {
        const inRoots = [...document.querySelectorAll("guard-widget")].flatMap(({ shadowRoot }) => shadowRoot?.adoptedStyleSheets ?? []);
        return [document.adoptedStyleSheets.length, new Set(inRoots).size, document.querySelectorAll("style").length];
      });
    await expect.poll(sheets).toEqual([1, 1, 0]);
    await page.evaluate(() => document.querySelectorAll("guard-widget").forEach((one) => one.replaceWith(one.cloneNode())));
    await expect(widget.element.getByRole("tab")).toHaveCount(10);
    await expect.poll(sheets).toEqual([1, 1, 0]);
    await expect(page.locator("#box-3 [part=base]")).toHaveCSS("border-radius", "16px");
  });
});

test("focus(), the variables, parts and states are as in a shadow root", async ({ page, light }) => {
  const widget = await light();
  await widget.ready();
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      guard-widget { --guard-radius: 3px; --guard-color-primary: rgb(1, 2, 3) }
      guard-widget:state(ready) { outline: 7px solid rgb(4, 5, 6) }
      guard-widget:state(success) { outline: 8px solid rgb(4, 5, 6) }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  await expect(widget.element.locator("[part=base]")).toHaveCSS("border-radius", "3px");
  await expect(widget.submit).toHaveCSS("background-color", "rgb(1, 2, 3)");
  await expect(widget.element).toHaveCSS("outline-width", "7px");
  await widget.element.evaluate((element) => element.focus());
  await expect(widget.account).toBeFocused();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
  await expect(widget.element).toHaveCSS("outline-width", "8px");
});

test("a QR login works, and its number and words are there", async ({ page, light, phone }) => {
  const widget = await light(TERMS, { "default-tab": "qr" });
  await widget.code.waitFor();
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(async () => (await events(page, "guard-login"))[0]?.detail.method).toBe("qr");
});
