// WeChat refuses, or is away, in the middle of a login with the mini program: whoever meets it has a way on, nothing is
// lost, and all is well again by itself.
import { scanWithAuthing } from "../support/authing.js";
import { events } from "../support/events.js";
import { LINK, begin, chooseNumber, expect, me, sceneOf, sceneOn, test, verified } from "../support/mini-program.js";
import { readable } from "../support/qr.js";
import { calls } from "../support/sdk.js";
import { allowFailedRequests } from "../support/test.js";

const AGAIN = "Try again";

/** When the code is opened: the number, how often it comes, and what the person is told. */
const AT_OPENING = [
  [-1, 3, "No answer from the server"],
  [40029, 2, "WeChat did not answer"],
  [40163, 2, "WeChat did not answer"],
  [41008, 2, "WeChat did not answer"],
  [45009, 1, "No answer from the server"],
  [45011, 1, "No answer from the server"],
  [40001, 1, "No answer from the server"],
  [40013, 1, "No answer from the server"],
  [40125, 1, "No answer from the server"],
  [85096, 1, "No answer from the server"],
  [40226, 1, "WeChat does not allow this login"],
];

/** The same when the number is shared, and whether it must be shared once more. */
const AT_SHARING = [
  [-1, 3, "The server is busy", false],
  [40029, 1, "WeChat's answer was too old", true],
  [40163, 1, "WeChat's answer was too old", true],
  [40003, 1, "WeChat's answer was too old", true],
  [45009, 1, "The server is busy", false],
  [45011, 1, "The server is busy", false],
  [48001, 1, "The server is busy", false],
  [61024, 1, "The server is busy", false],
];

/** What nobody but the operator should see of a refusal. */
const RAW = /errcode|errmsg|credential|appsecret|rid:/i;

/** The user of the page's one login. */
const userOf = async (page) => {
  await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  return (await events(page, "guard-login"))[0].detail.user;
};

test("each refusal when the code is opened is told in words, and the same code still works", async ({ page, open, wechat, person, hand }) => {
  const widget = await open({ "default-tab": "qr" });
  const scene = await sceneOf(widget);
  const phone = hand(person);
  for (const [errcode, times, said] of AT_OPENING) {
    await wechat.refuse("identity", errcode, times);
    await phone.open(scene);
    const text = await phone.text();
    expect(text, String(errcode)).toContain(said);
    expect(text, String(errcode)).not.toMatch(RAW);
    if (errcode !== 40226) expect(text, String(errcode)).toContain(AGAIN);
    await expect(widget.image, "the page still waits").toBeVisible();
  }
  // What one more try mends, nobody hears of: a busy WeChat, and a login code that it does not take.
  await wechat.refuse("identity", -1);
  await wechat.refuse("identity", 40029);
  await phone.open(scene);
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  await phone.until("Logged in");
  expect(await userOf(page)).toMatchObject(verified(person));
});

test("each refusal when the number is shared is told in words, and the same login still works", async ({ page, server, open, wechat, person, hand }) => {
  const phone = hand(person);
  const { widget } = await begin(open, phone);
  await chooseNumber(widget, phone);
  let share = true;
  for (const [errcode, times, said, anew] of AT_SHARING) {
    await wechat.refuse("phone_number", errcode, times);
    await (share ? phone.sharePhone() : phone.tap("Confirm"));
    const text = await phone.text();
    expect(text, String(errcode)).toContain(said);
    expect(text, String(errcode)).not.toMatch(RAW);
    await expect(widget.status("scanned"), "the page still waits").toBeVisible();
    share = anew;
  }
  expect(await events(page, "guard-login")).toEqual([]);
  // What one more try mends, nobody hears of.
  await wechat.refuse("phone_number", -1);
  await wechat.refuse("phone_number", 42001);
  await (share ? phone.sharePhone() : phone.tap("Confirm"));
  await phone.until("Logged in");
  const user = await userOf(page);
  expect(user).toMatchObject(verified(person));
  expect(await me(server, user.token)).toMatchObject({ code: 200, user: { id: user.id, ...verified(person) } });
});

/** A server that waits for WeChat at each code, and has a link to fall back to. */
const WITH_LINK = { GUARD_APP_WECHAT_STOCK: "0", GUARD_APP_WECHAT_LINK: LINK };

/** Opens the box anew, which shows the link, and answers the link. */
const showsLink = async (page, open) => {
  const widget = await open({ "default-tab": "qr" });
  await widget.code.waitFor();
  const link = await readable(page);
  expect(link).toMatch(new RegExp(`^${LINK}[\\w-]{22}$`));
  await expect(page.locator("body")).not.toContainText(RAW);
  return { widget, link };
};

/** How often the operator was told of this. */
const told = ({ output }, of) => output.split("\n").filter((line) => /WARN|ERROR/.test(line) && line.includes(of)).length;

/** What WeChat refuses of a whole mini program, and a word of what the operator is told of it. */
for (const [call, errcode, of] of [
  ["code_picture", 45009, "quota is used up"],
  ["stable_token", 40164, "allow"],
  ["stable_token", 40125, "AppSecret"],
]) {
  test.describe(`${errcode} of ${call}`, () => {
    test.use({ keys: WITH_LINK });

    test("ends in the link, and the operator is told once", async ({ page, server, open, wechat }) => {
      await wechat.refuse(call, errcode, 9);
      await showsLink(page, open);
      await showsLink(page, open);
      await expect.poll(() => told(server, of)).toBe(1);
    });
  });
}

test.describe("with a link to fall back to", () => {
  test.use({ keys: WITH_LINK });

  test("a page that is not published ends in the link, with which the whole login works", async ({ page, server, open, wechat, person, hand }) => {
    await wechat.refuse("code_picture", 41030, 9);
    const { widget, link } = await showsLink(page, open);
    await expect.poll(() => told(server, "page")).toBe(1);
    const phone = hand(person);
    await phone.open("", { link });
    await chooseNumber(widget, phone);
    await phone.sharePhone();
    expect(await userOf(page)).toMatchObject(verified(person));
  });

  test("tokens that end and a busy WeChat are not seen", async ({ page, open, wechat }) => {
    await (await open({ "default-tab": "qr" })).pictureLoaded();
    await wechat.control("revoke-tokens", {});
    await (await open({ "default-tab": "qr" })).pictureLoaded();
    await sceneOn(page);
    await wechat.refuse("code_picture", -1);
    await (await open({ "default-tab": "qr" })).pictureLoaded();
    await sceneOn(page);
  });

  test("WeChat goes away at each step, and comes back: one login, nothing lost", async ({ page, server, open, wechat, person, hand }) => {
    await wechat.setAway(true);
    const { widget, link } = await showsLink(page, open);
    const phone = hand(person);
    await phone.open("", { link });
    expect(await phone.text()).toContain("No answer from the server");
    await expect(widget.code, "the page still waits").toBeVisible();
    await wechat.setAway(false);
    await phone.tap(AGAIN);
    await chooseNumber(widget, phone);

    await wechat.setAway(true);
    await phone.sharePhone();
    expect(await phone.text()).toContain("The server is busy");
    await expect(widget.status("scanned")).toBeVisible();
    await wechat.setAway(false);
    await phone.tap("Confirm");
    await phone.until("Logged in");
    const user = await userOf(page);
    expect(user).toMatchObject(verified(person));

    await wechat.setAway(true);
    expect(await me(server, user.token), "a session needs no WeChat").toMatchObject({ code: 200 });
    await phone.tap("Log out this computer");
    await phone.until("The computer is no longer logged in");
  });

  test("an outage that lasts is left alone, and noticed to be over by itself", async ({ page, open, wechat, person, hand }) => {
    const widget = await open({ "default-tab": "qr" });
    const scene = await sceneOf(widget);
    await wechat.setAway(true);
    const phone = hand(person);
    await phone.open(scene);
    for (let tries = 1; tries < 6; tries += 1) {
      expect(await phone.text()).toContain("No answer from the server");
      await phone.tap(AGAIN);
    }
    await wechat.setAway(false);
    const before = (await wechat.calls()).identity;
    await phone.tap(AGAIN);
    expect(await phone.text()).toContain("No answer from the server");
    expect((await wechat.calls()).identity, "it was not asked").toBe(before);
    await expect(async () => {
      if (await phone.page() === "ended") await phone.tap(AGAIN);
      expect(await phone.text()).toContain("Log in to Shanlan on a computer?");
    }).toPass({ intervals: [500], timeout: 40_000 });
    await chooseNumber(widget, phone);
    await phone.sharePhone();
    await phone.until("Logged in");
    expect(await userOf(page)).toMatchObject(verified(person));
  });
});

test.describe("with a link to fall back to, for stock clients", () => {
  test.use({ keys: { ...WITH_LINK, GUARD_APP_EXTENSION_ALLOW_PLAIN: "true" } });

  test("the published authing-js-sdk shows the link while WeChat is away, and the whole login works", async ({ page, server, wechat, person, hand }) => {
    await wechat.setAway(true);
    await scanWithAuthing(page, server, "demo");
    const link = await readable(page);
    expect(link).toMatch(new RegExp(`^${LINK}[\\w-]{22}$`));
    await wechat.setAway(false);
    const phone = hand(person);
    await phone.open("", { link });
    await phone.sharePhone();
    await expect.poll(() => calls(page, "onSuccess")).toHaveLength(1);
    await expect.poll(async () => (await calls(page, "onSuccess"))[0]?.[0]).toMatchObject(verified(person));
  });
});

test.describe("without a link", () => {
  test.use({ keys: { GUARD_DEMO: "false", GUARD_APP_WECHAT_STOCK: "0" } });

  test("the page shows a code by itself once WeChat is back", async ({ page, open, wechat, person, hand, complaints }) => {
    allowFailedRequests(complaints);
    await wechat.setAway(true);
    const refused = page.waitForResponse((response) => response.status() === 503);
    const widget = await open({ "default-tab": "qr" });
    await refused;
    await expect(widget.passwordTab, "the other way in is open").toBeEnabled();
    await wechat.setAway(false);
    await widget.image.waitFor();
    const phone = hand(person);
    await phone.open(await sceneOf(widget));
    await chooseNumber(widget, phone);
    await phone.sharePhone();
    expect(await userOf(page)).toMatchObject(verified(person));
  });

  test("the page says after some tries that there is no code, and has a button for another", async ({ page, open, wechat, complaints }) => {
    allowFailedRequests(complaints);
    await wechat.setAway(true);
    await page.clock.install();
    const widget = await open({ "default-tab": "qr" });
    await expect(async () => {
      await page.clock.fastForward(10_000);
      await expect(widget.refresh).toBeVisible({ timeout: 300 });
    }).toPass();
    await expect(page.locator("body")).not.toContainText(RAW);
    await wechat.setAway(false);
    await expect(async () => {
      if (await widget.refresh.isVisible()) await widget.refresh.click();
      await page.clock.fastForward(10_000);
      await expect(widget.image).toBeVisible({ timeout: 300 });
    }).toPass();
  });
});
