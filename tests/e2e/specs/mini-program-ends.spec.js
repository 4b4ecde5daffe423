// How a login with the mini program may end otherwise, on the phone and on the page: each end has a way on.
import { scanWithAuthing } from "../support/authing.js";
import { events } from "../support/events.js";
import { ENTRY, begin, chooseNumber, expect, me, sceneOf, sceneOn, somebody, test, verified } from "../support/mini-program.js";
import { box, calls, openPage, startScanning } from "../support/sdk.js";

/** The user of the last login, when there were so many. */
const userOf = async (page, logins = 1) => {
  await expect.poll(() => events(page, "guard-login")).toHaveLength(logins);
  return (await events(page, "guard-login")).at(-1).detail.user;
};

/** Nobody was logged in, and the page offers a new code that works. */
const startsAnew = async (page, widget, phone, old) => {
  expect(await events(page, "guard-login")).toEqual([]);
  await widget.refresh.click();
  await expect(widget.image).toBeVisible();
  const scene = await sceneOf(widget);
  expect(scene).not.toBe(old);
  await phone.open(scene);
  expect(await phone.text(), "there is no account yet").toContain("Your first login here makes you an account");
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  await phone.until("Logged in");
  return userOf(page);
};

/** The number on the page is one of three; this is another one of them. */
const otherNumber = async (widget, phone) => {
  await expect(widget.status("scanned")).toBeVisible();
  const right = await widget.number();
  const offered = (await phone.roles()).filter(({ role }) => role === "radio").map(({ name }) => name.replace("Number ", ""));
  expect(offered).toContain(right);
  return offered.find((number) => number !== right);
};

test("declined, and then not", async ({ page, open, person, hand }) => {
  const phone = hand(person);
  const { widget, scene } = await begin(open, phone);
  await expect(widget.status("scanned")).toBeVisible();
  await phone.tap("Decline");
  expect(await phone.text()).toContain("Declined");
  await expect(widget.status("cancelled")).toBeVisible();
  expect(await startsAnew(page, widget, phone, scene)).toMatchObject(verified(person));
});

test("declined, and then not, with `startScanning`", async ({ page, server, person, hand }) => {
  await openPage(page, server);
  await startScanning(page, { autoExchangeUserInfo: true });
  const drawn = box(page);
  const phone = hand(person);
  const scene = await sceneOf(drawn);
  await phone.open(scene);
  await phone.tap("Decline");
  await expect.poll(() => calls(page, "onCancel")).toHaveLength(1);
  await expect(drawn.status("cancelled")).toBeVisible();
  await drawn.refresh.click();
  await drawn.pictureLoaded();
  const next = await sceneOf(drawn);
  expect(next).not.toBe(scene);
  await phone.open(next);
  await chooseNumber(drawn, phone);
  await phone.sharePhone();
  await expect.poll(() => calls(page, "onSuccess")).toHaveLength(1);
  await expect.poll(async () => (await calls(page, "onSuccess"))[0]?.[0]).toMatchObject(verified(person));
});

test("declined, and then not, with the published authing-js-sdk", async ({ page, server, person, hand }) => {
  await scanWithAuthing(page, server, "plain");
  const phone = hand(person);
  const scene = await sceneOn(page);
  await phone.open(scene);
  await phone.tap("Decline");
  await expect.poll(() => calls(page, "onCancel")).toHaveLength(1);
  // It shows another code by itself.
  await expect.poll(() => calls(page, "onCodeShow")).toHaveLength(2);
  const next = await sceneOn(page);
  expect(next).not.toBe(scene);
  await phone.open(next);
  await phone.sharePhone();
  await expect.poll(() => calls(page, "onSuccess")).toHaveLength(1);
  await expect.poll(async () => (await calls(page, "onSuccess"))[0]?.[0]).toMatchObject(verified(person));
});

test("the wrong number stops the login, costs no call of WeChat and makes no account", async ({ page, open, wechat, person, hand }) => {
  const phone = hand(person);
  const { widget, scene } = await begin(open, phone);
  const before = await wechat.calls();
  await phone.choose(await otherNumber(widget, phone));
  await phone.sharePhone();
  expect(await phone.text()).toContain("That was not the number");
  await expect(widget.status("scanned")).toHaveCount(0);
  expect((await wechat.calls()).phone_number).toBe(before.phone_number);
  await startsAnew(page, widget, phone, scene);
});

test("a stranger who scans second gets nothing, and the first one is logged in", async ({ page, open, wechat, person, hand }) => {
  const phone = hand(person);
  const { widget, scene } = await begin(open, phone);
  await expect(widget.status("scanned")).toBeVisible();
  const stranger = somebody();
  await wechat.control("people", stranger);
  const other = hand(stranger);
  await other.open(scene);
  const text = await other.text();
  expect(text).toContain("Another phone has scanned this code");
  expect(text).toContain("Scan a new code");
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  await phone.until("Logged in");
  expect(await userOf(page)).toMatchObject(verified(person));
});

test("a forwarded picture: the warning is read before anything is scanned, and may be gone past", async ({ page, open, person, hand }) => {
  const phone = hand(person);
  const { widget } = await begin(open, phone, { entry: ENTRY.album });
  expect(await phone.text()).toContain("Did someone send you this code?");
  await expect(widget.image, "the page still waits to be scanned").toBeVisible();
  await phone.tap("I opened this page myself");
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  await phone.until("Logged in");
  expect(await userOf(page)).toMatchObject(verified(person));
});

test("a forwarded picture may be declined, and then be scanned by whoever has the page", async ({ page, open, person, hand }) => {
  const phone = hand(person);
  const { widget, scene } = await begin(open, phone, { entry: ENTRY.longPress });
  await phone.tap("Decline");
  expect(await phone.text()).toContain("Nobody was logged in");
  await expect(widget.image).toBeVisible();
  await phone.open(scene);
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  expect(await userOf(page)).toMatchObject(verified(person));
});

test.describe("in WeChat's own browser", () => {
  test.use({ userAgent: "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0.50" });

  test("a long press at the same address is in order", async ({ page, open, person, hand }) => {
    const phone = hand(person);
    const { widget } = await begin(open, phone, { entry: ENTRY.longPress });
    expect(await phone.text()).toContain("Log in to Shanlan on a computer?");
    await chooseNumber(widget, phone);
    await phone.sharePhone();
    expect(await userOf(page)).toMatchObject(verified(person));
  });
});

test("a forwarded picture is refused where the operator wants it; the number is required, and the terms are", async ({ page, open, wechat, person, hand }) => {
  const phone = hand(person);
  const { widget, scene } = await begin(open, phone, { app: "strict", entry: ENTRY.album });
  const text = await phone.text();
  expect(text).toContain("This code came from someone else");
  expect(text).toContain("Scan a new code");
  await expect(widget.image).toBeVisible();

  await phone.hold({ path: `pages/confirm/confirm?scene=${scene}` });
  await phone.tap("Scan a new code");
  await chooseNumber(widget, phone);
  await phone.tap("Confirm");
  expect(await phone.text()).toContain("First tick");
  await phone.tap("I agree to the terms");
  const before = await wechat.calls();
  await phone.refusePhone();
  expect(await phone.text()).toContain("Share it, or decline");
  expect(await phone.text()).not.toContain("Confirm without phone number");
  await expect(widget.status("scanned")).toBeVisible();
  expect((await wechat.calls()).phone_number).toBe(before.phone_number);
  await phone.sharePhone();
  await phone.until("Logged in");
  expect(await userOf(page)).toMatchObject(verified(person));
});

test("who does not share the number is logged in without, and may share it later", async ({ page, open, person, hand }) => {
  const phone = hand(person);
  const { widget } = await begin(open, phone);
  await chooseNumber(widget, phone);
  await phone.refusePhone();
  expect(await phone.text()).toContain("You can confirm without it");
  await phone.tap("Confirm without phone number");
  await phone.until("Logged in");
  const first = await userOf(page);
  expect(first.phone ?? null).toBeNull();
  expect(first.phoneVerified ?? false).toBe(false);

  await widget.element.evaluate((element) => element.reset());
  const scene = await sceneOf(widget);
  await phone.open(scene);
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  await phone.until("Logged in");
  expect(await userOf(page, 2)).toMatchObject({ id: first.id, ...verified(person) });
});

test("a mini program that WeChat ends, and a phone without a network, go on where they were", async ({ page, open, person, hand }) => {
  const phone = hand(person);
  const { widget, scene } = await begin(open, phone);
  await expect(widget.status("scanned")).toBeVisible();
  await phone.kill();
  await phone.open(scene);
  await chooseNumber(widget, phone);
  await phone.setOffline(true);
  await phone.sharePhone();
  expect(await phone.text()).toContain("No answer from the server");
  await expect(widget.status("scanned")).toBeVisible();
  await phone.setOffline(false);
  await phone.tap("Confirm");
  await phone.until("Logged in");
  expect(await userOf(page)).toMatchObject(verified(person));
});

test("where no number is asked for, there is none", async ({ page, open, person, hand }) => {
  const phone = hand(person);
  const { widget } = await begin(open, phone, { app: "silent" });
  expect(await phone.text()).not.toContain("WeChat then asks");
  await chooseNumber(widget, phone);
  await phone.tap("Confirm");
  await phone.until("Logged in");
  expect((await userOf(page)).phone ?? null).toBeNull();
});

test("the number of another person's account is a conflict: no login, no merge", async ({ page, server, open, wechat, person, hand }) => {
  const phone = hand(person);
  let { widget } = await begin(open, phone);
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  const owner = await userOf(page);

  const same = { ...somebody(), number: person.number };
  await wechat.control("people", same);
  const other = hand(same);
  ({ widget } = await begin(open, other));
  await chooseNumber(widget, other);
  await other.sharePhone();
  expect(await other.text()).toContain("This number belongs to another WeChat account");
  expect(await events(page, "guard-login"), "of this page").toEqual([]);
  await widget.element.getByRole("button", { name: "Start over" }).click();
  await other.open(await sceneOf(widget));
  await chooseNumber(widget, other);
  await other.tap("Confirm without phone number");
  await other.until("Logged in");
  const second = await userOf(page);
  expect(second.id).not.toBe(owner.id);
  expect(second.phone ?? null).toBeNull();
  expect(await me(server, owner.token)).toMatchObject({ code: 200, user: { id: owner.id, ...verified(person) } });
});

test("where no accounts are made, who has none is told so, and who has one is logged in", async ({ page, open, person, hand }) => {
  const phone = hand(person);
  let { widget } = await begin(open, phone, { app: "closed" });
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  expect(await phone.text()).toContain("You have no account here");
  expect(await events(page, "guard-login")).toEqual([]);

  ({ widget } = await begin(open, phone));
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  const { id } = await userOf(page);
  ({ widget } = await begin(open, phone, { app: "closed" }));
  await chooseNumber(widget, phone);
  await phone.tap("Confirm");
  await phone.until("Logged in");
  expect(await userOf(page)).toMatchObject({ id, ...verified(person) });
});

test("the phone logs the computer out", async ({ page, server, open, person, hand }) => {
  const phone = hand(person);
  const { widget } = await begin(open, phone);
  await chooseNumber(widget, phone);
  await phone.sharePhone();
  await phone.until("Logged in");
  const { token, id } = await userOf(page);
  expect(await me(server, token)).toMatchObject({ code: 200, user: { id } });
  await phone.tap("Log out this computer");
  await phone.until("The computer is no longer logged in");
  expect(await me(server, token)).toMatchObject({ code: 2020 });
});

test.describe("with codes that soon end", () => {
  test.use({ keys: { GUARD_QR_TTL_S: "6", GUARD_QR_SCAN_EXTENSION_S: "1" } });

  test("a code that ends while it is on the phone: both say so, and a new one works", async ({ page, open, person, hand }) => {
    const phone = hand(person);
    const { widget, scene } = await begin(open, phone);
    await expect(widget.status("scanned")).toBeVisible();
    const number = await widget.number();
    await phone.choose(number);
    await phone.until("This code is no longer valid");
    expect(await phone.text()).toContain("Scan a new code");
    await expect(widget.status("scanned")).toHaveCount(0);
    expect(await events(page, "guard-login")).toEqual([]);
    // The page shows another code, by itself or when asked.
    await expect(async () => {
      if (await widget.refresh.isVisible()) await widget.refresh.click();
      await expect(widget.image).toBeVisible({ timeout: 300 });
      expect(await sceneOf(widget)).not.toBe(scene);
    }).toPass();
    await phone.hold({ path: `pages/confirm/confirm?scene=${await sceneOf(widget)}` });
    await phone.tap("Scan a new code");
    await chooseNumber(widget, phone);
    await phone.sharePhone();
    expect(await userOf(page)).toMatchObject(verified(person));
  });
});
