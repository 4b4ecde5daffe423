// The whole loop with the mini program: WeChat's code on the page, read off a screenshot, opens the mini program's real
// source on the phone; the person agrees and shares the number, and the page is logged in under it.
import { serve } from "../../../miniprogram/browser/serve.js";
import { scanWithAuthing } from "../support/authing.js";
import { events } from "../support/events.js";
import { ENTRY, LINK, TARGET, chooseNumber, expect, logIn, me, scan, sceneOn, test, verified } from "../support/mini-program.js";
import { readable } from "../support/qr.js";
import { box, calls, openPage, startScanning } from "../support/sdk.js";
import { Widget } from "../support/widget.js";

/** The user of the one login that the page was told of. */
const loggedIn = async (page) => {
  await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  const [{ detail }] = await events(page, "guard-login");
  expect(detail.method).toBe("qr");
  expect(detail.token).toBeTruthy();
  return detail;
};

test("with the widget: the page and `users/me` have the number that WeChat has verified", async ({ page, server, open, person, hand }) => {
  const widget = await open({ "default-tab": "qr" });
  const phone = hand(person);
  await scan(widget, phone);
  const text = await phone.text();
  for (const line of ["Log in to Shanlan on a computer?", "127.0.0.1", "Chrome", "Your first login here makes you an account"]) {
    expect(text).toContain(line);
  }
  await phone.type("Nickname (optional)", "Mei");
  await chooseNumber(widget, phone);
  expect(await events(page, "guard-login"), "nobody has agreed yet").toEqual([]);
  await phone.sharePhone();
  await phone.until("Logged in");

  await expect(widget.status("success")).toBeVisible();
  const { user, token } = await loggedIn(page);
  expect(user).toMatchObject({ nickname: "Mei", ...verified(person) });
  expect(await me(server, token)).toMatchObject({ code: 200, user: { id: user.id, nickname: "Mei", ...verified(person) } });
});

test("a known person is the same user, taps all the same, and is not asked for the number again", async ({ page, open, wechat, person, hand }) => {
  let widget = await open({ "default-tab": "qr" });
  const phone = hand(person);
  await logIn(widget, phone);
  const first = await loggedIn(page);
  const before = await wechat.calls();

  widget = await open({ "default-tab": "qr" });
  await scan(widget, phone);
  const text = await phone.text();
  expect(text).toContain(`${person.number.slice(0, 3)}****${person.number.slice(-4)}`);
  expect(text).not.toContain(person.number);
  await chooseNumber(widget, phone);
  expect(await events(page, "guard-login"), "nobody has agreed yet").toEqual([]);
  await phone.tap("Confirm");
  await phone.until("Logged in");
  const second = await loggedIn(page);
  expect(second.user).toMatchObject({ id: first.user.id, ...verified(person) });
  expect(second.token).not.toBe(first.token);
  expect((await wechat.calls()).phone_number).toBe(before.phone_number);
});

test("with `startScanning`", async ({ page, server, person, hand }) => {
  await openPage(page, server);
  await startScanning(page, { autoExchangeUserInfo: true });
  await logIn(box(page), hand(person));
  await expect.poll(() => calls(page, "onSuccess")).toHaveLength(1);
  const [[user, ticket]] = await calls(page, "onSuccess");
  expect(ticket).toBeTruthy();
  expect(user).toMatchObject(verified(person));
  expect(await me(server, user.token)).toMatchObject({ code: 200, user: { id: user.id, ...verified(person) } });
});

test("with the hosted page", async ({ page, context, server, person, hand }) => {
  await page.route(TARGET, (route) => route.fulfill({ contentType: "text/html", body: "<h1>Your account</h1>" }));
  await page.goto(`${server.url}/login?${new URLSearchParams({ app_id: "demo", redirect_uri: TARGET })}`);
  const widget = new Widget(page.locator(".page"));
  await widget.qrTab.click();
  await logIn(widget, hand(person));
  await page.waitForURL(TARGET);
  const answer = await (await context.request.get(`${server.url}/api/v2/users/me`)).json();
  expect(answer).toMatchObject({ code: 200, data: verified(person) });
});

test("with the published authing-js-sdk as it is", async ({ page, server, person, hand }) => {
  await scanWithAuthing(page, server, "plain");
  const phone = hand(person);
  await phone.open(await sceneOn(page));
  expect(await phone.text()).toContain("This code is of a simple kind");
  await expect.poll(() => calls(page, "onScanned")).toHaveLength(1);
  await phone.sharePhone();
  await phone.until("Confirmed");
  await expect.poll(() => calls(page, "onSuccess")).toHaveLength(1);
  const [[user]] = await calls(page, "onSuccess");
  expect(user).toMatchObject(verified(person));
  expect(await me(server, user.token, "plain")).toMatchObject({ code: 200, user: { id: user.id, ...verified(person) } });
  expect(await calls(page, "onError")).toEqual([]);
});

test("with a link in the place of WeChat's code", async ({ page, open, wechat, person, hand }) => {
  const before = await wechat.calls();
  const widget = await open({ "default-tab": "qr", "app-id": "link" });
  await widget.code.waitFor();
  const link = await readable(page);
  expect(link).toMatch(new RegExp(`^${LINK}[\\w-]{22}$`));
  const phone = hand(person);
  await phone.open("", { link, entry: ENTRY.link });
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  await phone.until("Logged in");
  expect((await loggedIn(page)).user).toMatchObject(verified(person));
  expect((await wechat.calls()).code_picture).toBe(before.code_picture);
});

test("with the drawn phone, whose camera is given a screenshot", async ({ page, context, server, open, wechat, person }) => {
  await open({ "default-tab": "qr" }).then((widget) => widget.pictureLoaded());
  await readable(page);
  const picture = (await page.screenshot()).toString("base64");
  const drawn = await serve({ server: server.url, wechat: wechat.url, openid: person.openid });
  const phone = await context.newPage();
  await phone.goto(`${drawn.url}/?`);
  const press = (name) => phone.getByRole("button", { name, exact: true }).click();
  await press("Scan");
  await phone.evaluate((base64) => {
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], "code.png", { type: "image/png" }));
    dispatchEvent(new DragEvent("drop", { dataTransfer: data }));
  }, picture);
  const widget = new Widget(page.locator("guard-widget"));
  await expect(widget.status("scanned")).toBeVisible();
  await phone.getByRole("radio", { name: `Number ${await widget.number()}` }).click();
  await press("Confirm");
  await press("Allow");
  await expect(phone.getByRole("heading", { name: "Logged in" })).toBeVisible();
  expect((await loggedIn(page)).user).toMatchObject(verified(person));
  await drawn.stop();
});
