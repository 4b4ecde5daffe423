// A script of the page or of an extension takes the box apart: it says so, offers a way on, and works again.
import { allTold, asked } from "../support/asked.js";
import { events } from "../support/events.js";
import { hold } from "../support/hold.js";
import { expect, test } from "../support/test.js";

/** Opens a box, and waits until it is watched over: that comes when the browser is idle. */
const openWatched = async (page, open, attributes) => {
  const loaded = page.waitForResponse("**/guard-late.js");
  const widget = await open(attributes);
  await loaded;
  await page.evaluate(() => import("/dist/guard-late.js"));
  return widget;
};

const PLACES = [{}, { shadow: "none" }, { mode: "modal", open: true }, { shadow: "none", mode: "modal", open: true }];

/** Does something to the root of the box. */
const change = (widget, act) =>
  widget.element.evaluate((element, act) => new Function("root", act)(element.shadowRoot ?? element), act);

const ACTS = {
  "what is drawn is removed": "root.querySelector('.guard').remove()",
  "all of it is emptied": "root.querySelector('[part=base]').replaceChildren()",
  "every button and field is removed": "for (const one of root.querySelectorAll('[part=base] :is(button, input, a)')) one.remove()",
  "fields are removed, and so are the tabs": "for (const one of root.querySelectorAll('[name=password], [role=tab]')) one.remove()",
};

for (const [at, place] of PLACES.entries()) {
  // In the page's own DOM it is the same watch: every other one.
  for (const [what, act] of Object.entries(ACTS).filter((_, index) => !place.shadow || index % 2 === at >> 1)) {
    test(`${what}: ${JSON.stringify(place)}`, async ({ page, open }) => {
      const widget = await openWatched(page, open, place);
      await change(widget, act);
      const again = widget.element.getByRole("button", { name: "Try again" });
      await expect(again).toBeVisible();
      await expect(widget.element.getByRole("link", { name: "Go to the login page" })).toBeVisible();
      await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["module-failed"]);
      await again.click();
      await widget.ready();
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
      await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
    });
  }

  test(`a form that was replaced by a copy sends nothing anywhere: ${JSON.stringify(place)}`, async ({ page, open }) => {
    const widget = await openWatched(page, open, place);
    const sent = asked(page, (request) => request.postData()?.includes("tea") && request.url());
    await change(widget, "const form = root.querySelector('form'); form.replaceWith(form.cloneNode(true))");
    await widget.logIn();
    const again = widget.element.getByRole("button", { name: "Try again" });
    await expect(again).toBeVisible();
    await allTold(page);
    expect(sent, "the browser would have posted the password to the page").toEqual([]);
    await again.click();
    await widget.ready();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });
}

for (const place of PLACES.slice(0, 2)) {
  test(`a button whose form is gone is no way on: ${JSON.stringify(place)}`, async ({ page, open }) => {
    const widget = await openWatched(page, open, place);
    await widget.ready();
    await change(widget, "root.querySelector('.guard').append(root.querySelector('[part=submit]')); root.querySelector('form').remove()");
    await widget.submit.click();
    await widget.element.getByRole("button", { name: "Try again" }).click();
    await widget.ready();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });
}

test("a code that was removed, and nothing else to do, is a box that was taken apart", async ({ page, open }) => {
  const widget = await openWatched(page, open, { tabs: "qr" });
  await widget.code.waitFor();
  await change(widget, "root.querySelector('[part=qr-code]').remove(); for (const one of root.querySelectorAll('[part=qr] :is(button, a)')) one.remove()");
  await widget.element.getByRole("button", { name: "Try again" }).click();
  await widget.code.waitFor();
});

for (const [what, act] of [
  ["is removed", "root.querySelector('dialog').remove()"],
  ["loses its open attribute", "root.querySelector('dialog').removeAttribute('open')"],
  ["is removed with what it stands in", "root.querySelector('dialog').parentElement.remove()"],
]) {
  test(`a dialog that ${what} is closed, and can be opened again`, async ({ page, open }) => {
    const widget = await openWatched(page, open, { mode: "modal", open: true });
    await change(widget, act);
    await expect.poll(() => events(page, "guard-close").then((all) => all.map(({ detail }) => detail.reason))).toEqual(["host"]);
    expect(await widget.element.evaluate((element) => element.open)).toBe(false);
    await widget.element.evaluate((element) => element.show());
    await widget.ready();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });
}

for (const place of PLACES) {
  test(`a copy of all that was drawn is no box: ${JSON.stringify(place)}`, async ({ page, open }) => {
    const widget = await openWatched(page, open, place);
    await change(widget, "const drawn = root.querySelector('.guard-root'); drawn.replaceWith(drawn.cloneNode(true))");
    // In the page's own DOM what was drawn is put back by itself.
    if (!place.shadow) await widget.element.getByRole("button", { name: "Try again" }).click();
    await widget.ready();
    await expect(widget.element.locator(".guard-root")).toHaveCount(1);
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });

  test(`a button that was moved out of its form sends it all the same: ${JSON.stringify(place)}`, async ({ page, open }) => {
    const widget = await openWatched(page, open, place);
    await widget.ready();
    await change(widget, "root.querySelector('.guard').append(root.querySelector('[part=submit]'))");
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  });

  test(`what was taken apart before anybody watched is seen, too: ${JSON.stringify(place)}`, async ({ page, open }) => {
    // The watch comes with a file that the browser has time for later.
    const go = await hold(page, "**/guard-late.js");
    const widget = await open(place);
    await widget.ready();
    await change(widget, "root.querySelector('.guard').remove()");
    go();
    await widget.element.getByRole("button", { name: "Try again" }).click();
    await widget.ready();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });
}

for (const shadow of ["open", "none"]) {
  test(`a form that was moved out of its dialog posts nothing to the page: shadow="${shadow}"`, async ({ page, open }) => {
    const widget = await openWatched(page, open, { mode: "modal", open: true, shadow });
    const sent = asked(page, (request) => request.postData()?.includes("tea") && request.url());
    await widget.accountInput().fill("lin");
    await widget.passwordInput().fill("shanlan-tea-2026");
    // Before the box has had the time to see it.
    await change(widget, "const form = root.querySelector('form'); root.querySelector('.guard-scope').append(form); form.requestSubmit()");
    await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["module-failed"]);
    await allTold(page);
    expect(sent).toEqual([]);
    await widget.element.getByRole("button", { name: "Try again" }).click();
    await widget.ready();
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
  });
}

test("a dialog that was taken out of what it stands in, which is moved, is closed without an error", async ({ page, open }) => {
  const widget = await openWatched(page, open, { mode: "modal", open: true, shadow: "none" });
  await change(widget, "const dialog = root.querySelector('dialog'); const frame = dialog.parentElement; dialog.remove(); frame.remove()");
  await expect.poll(() => events(page, "guard-close")).toHaveLength(1);
  await widget.element.evaluate((element) => element.show());
  await widget.ready();
  await widget.logIn();
  await expect(widget.status("success")).toBeVisible();
});

test("a box that the page hides is left alone, whatever changes in it, and shown as it was", async ({ page, open }) => {
  const widget = await openWatched(page, open);
  await widget.accountInput().fill("lin");
  await widget.element.evaluate((element) => (element.parentElement.style.display = "none"));
  await change(widget, "root.querySelector('[part=base]').append(document.createElement('i'))");
  // Longer than a box may be without anything to do.
  await page.waitForTimeout(1_000);
  await widget.element.evaluate((element) => (element.parentElement.style.display = ""));
  await expect(widget.accountInput()).toHaveValue("lin");
  expect(await events(page, "guard-error")).toEqual([]);
});

test("what the box itself says stays, though there is nothing that a person can do about it", async ({ page, open }) => {
  const widget = await openWatched(page, open);
  await widget.element.evaluate((element) => (element.callbackUrl = "https://evil.example/"));
  const alert = widget.element.getByRole("alert");
  await expect(alert).toContainText("redirect URIs");
  // Longer than a box may be without anything to do.
  await page.waitForTimeout(1_500);
  await expect(alert).toContainText("redirect URIs");
  await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["setup"]);
});
