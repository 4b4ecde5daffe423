const { test } = require("node:test");
const assert = require("node:assert/strict");
const { CODES } = require("../../../miniprogram/source/failure.js");
const { opened } = require("../stub-server.js");
const { SCENE, meet, bodies } = require("../people.js");

test("who asks is shown before anything is decided", async (t) => {
  const { phone, stub } = await meet(t);
  await phone.open(SCENE, { entry: 1047 });
  const text = await phone.text();
  for (const line of [
    "Log in to Shanlan on a computer?",
    "shop.shanlan.cn",
    "Chrome 141 on Windows",
    "203.0.113.x",
    "12 s ago",
    "90 s left",
  ]) {
    assert.ok(text.includes(line), `${line} in\n${text}`);
  }
  assert.deepEqual(bodies(stub, "open"), [{ code: "login-1", scene: SCENE, entry: 1047 }]);
  assert.equal(stub.asked.length, 1, "opening decides nothing");
  assert.equal((await phone.facts()).title, "Confirm login");
});

test("the number must be chosen before the login is confirmed", async (t) => {
  const { phone, stub } = await meet(t);
  await phone.open(SCENE);
  await phone.tap("Confirm");
  assert.match(await phone.text(), /First choose the number/);
  assert.deepEqual(bodies(stub, "confirm"), []);
  await phone.choose("42");
  assert.doesNotMatch(await phone.text(), /First choose/);
  await phone.tap("Confirm");
  await phone.until("Logged in");
  assert.equal(await phone.page(), "done");
  assert.deepEqual(bodies(stub, "confirm"), [{ handshake: "hs-1", agreed: true, number: "42" }]);
});

test("the agreements must be ticked, and their links can be copied", async (t) => {
  const terms = [{ title: "Terms of service", url: "https://shop.shanlan.cn/terms" }];
  const { phone, stub } = await meet(t, { open: () => ({ data: opened({ choices: [], app: { terms } }) }) });
  await phone.open(SCENE);
  await phone.tap("Confirm");
  assert.match(await phone.text(), /First tick/);
  await phone.tap("Terms of service");
  assert.equal((await phone.facts()).clipboard, "https://shop.shanlan.cn/terms");
  await phone.tap("I agree to the terms");
  assert.ok((await phone.roles()).some(({ role, checked }) => role === "checkbox" && checked === true));
  await phone.tap("Confirm");
  assert.equal(bodies(stub, "confirm").length, 1);
});

test("a phone number that is needed is asked for by the button that confirms, once all else is done", async (t) => {
  const { phone, stub } = await meet(t, { open: () => ({ data: opened({ phoneNumber: "required" }) }) });
  await phone.open(SCENE);
  await assert.rejects(phone.sharePhone(), /nothing here asks for the phone number/);
  await phone.choose("17");
  await phone.refusePhone();
  assert.match(await phone.text(), /Share it, or decline/);
  assert.doesNotMatch(await phone.text(), /without phone number/);
  await phone.sharePhone();
  await phone.until("Logged in");
  assert.deepEqual(bodies(stub, "confirm"), [{ handshake: "hs-1", agreed: true, number: "17", phoneCode: "phone-1" }]);
});

test("a phone number that is optional has a way without", async (t) => {
  const { phone, stub } = await meet(t, { open: () => ({ data: opened({ choices: [], phoneNumber: "optional" }) }) });
  await phone.open(SCENE);
  await phone.refusePhone({ away: true });
  assert.match(await phone.text(), /WeChat cannot share phone numbers/);
  await phone.tap("Confirm without phone number");
  await phone.until("Logged in");
  assert.deepEqual(bodies(stub, "confirm"), [{ handshake: "hs-1", agreed: true }]);
});

test("a known person sees who they are, shares nothing again, and still decides", async (t) => {
  const account = { known: true, nickname: "林小满", phone: "138****8000" };
  const { phone, stub } = await meet(t, {
    open: () => ({ data: opened({ choices: [], account, phoneNumber: "have" }) }),
  });
  await phone.open(SCENE);
  const text = await phone.text();
  assert.ok(text.includes("林小满") && text.includes("138****8000"), text);
  assert.equal(bodies(stub, "confirm").length, 0);
  await phone.tap("Confirm");
  await phone.until("Logged in");
  assert.deepEqual(bodies(stub, "confirm"), [{ handshake: "hs-1", agreed: true }]);
});

test("a new person may say what they are called", async (t) => {
  const { phone, stub } = await meet(t, { open: () => ({ data: opened({ choices: [] }) }) });
  await phone.open(SCENE);
  await phone.type("Nickname (optional)", " Mei ");
  await phone.tap("Confirm");
  assert.deepEqual(bodies(stub, "confirm"), [{ handshake: "hs-1", agreed: true, nickname: "Mei" }]);
});

test("an answer that did not come may be asked for again, with the same code of the phone number", async (t) => {
  const { phone, stub } = await meet(t, { open: () => ({ data: opened({ choices: [], phoneNumber: "required" }) }) });
  await phone.open(SCENE);
  stub.answers.confirm = () => ({ status: 502, text: "<h1>Bad gateway</h1>" });
  await phone.sharePhone();
  assert.match(await phone.text(), /No answer from the server/);
  stub.answers.confirm = () => ({ data: { random: SCENE, status: 2, description: "confirmed" } });
  await phone.tap("Confirm");
  await phone.until("Logged in");
  assert.deepEqual(
    bodies(stub, "confirm").map((body) => body.phoneCode),
    ["phone-1", "phone-1"],
  );
});

test("a confirmation without an answer that runs out is asked about, not given up", async (t) => {
  const { phone, stub } = await meet(t, { open: () => ({ data: opened({ choices: [] }) }) });
  await phone.open(SCENE);
  await phone.setOffline(true);
  await phone.tap("Confirm");
  await phone.setOffline(false);
  await phone.tick(91);
  await phone.until("Logged in");
  assert.equal(bodies(stub, "outcome").length, 1);
});

test("a forwarded picture is warned of first, and read with a new login code", async (t) => {
  const warning = { warning: "forwarded", random: SCENE, context: opened().context };
  const { phone, stub } = await meet(t, { open: ({ acknowledged }) => ({ data: acknowledged ? opened() : warning }) });
  await phone.open(SCENE, { entry: 1049 });
  const text = await phone.text();
  assert.ok(text.includes("Did someone send you this code?") && text.includes("shop.shanlan.cn"), text);
  await phone.tap("I opened this page myself");
  assert.match(await phone.text(), /Which number/);
  assert.deepEqual(bodies(stub, "open"), [
    { code: "login-1", scene: SCENE, entry: 1049 },
    { code: "login-2", scene: SCENE, entry: 1049, acknowledged: true },
  ]);
});

test("who declines at the warning has scanned nothing", async (t) => {
  const { phone, stub } = await meet(t, {
    open: () => ({ data: { warning: "forwarded", random: SCENE, context: opened().context } }),
  });
  await phone.open(SCENE, { entry: 1013 });
  await phone.tap("Decline");
  assert.match(await phone.text(), /^Declined/);
  assert.equal(stub.asked.length, 1);
});

test("a code that is opened again is known by its handshake until WeChat ends the mini program", async (t) => {
  const { phone, stub } = await meet(t);
  await phone.open(SCENE);
  await phone.open(SCENE);
  await phone.open("another-code-0123456789");
  await phone.kill();
  await phone.open(SCENE);
  assert.deepEqual(
    bodies(stub, "open").map(({ handshake }) => handshake),
    [undefined, "hs-1", undefined, undefined],
  );
});

test("a link opens the same page", async (t) => {
  const { phone, stub } = await meet(t);
  await phone.open("", { link: `https://login.shanlan.cn/q/${SCENE}`, entry: 1011 });
  assert.deepEqual(bodies(stub, "open"), [{ code: "login-1", scene: SCENE, entry: 1011 }]);
});

test("a login code that WeChat takes no more is asked for once again", async (t) => {
  const { phone, stub } = await meet(t, {
    open: (_, times) => (times === 1 ? { status: 401, code: CODES.WechatCodeRefused } : { data: opened() }),
  });
  await phone.open(SCENE);
  assert.match(await phone.text(), /Which number/);
  assert.deepEqual(
    bodies(stub, "open").map(({ code }) => code),
    ["login-1", "login-2"],
  );
});

test("a phone code that WeChat takes no more is asked for again by the same button", async (t) => {
  const { phone, stub } = await meet(t, {
    open: () => ({ data: opened({ choices: [], phoneNumber: "required" }) }),
    confirm: (_, times) =>
      times === 1
        ? { status: 401, code: CODES.PhoneCodeRefused }
        : { data: { random: SCENE, status: 2, description: "confirmed" } },
  });
  await phone.open(SCENE);
  await phone.sharePhone();
  assert.match(await phone.text(), /Press the button once more/);
  await phone.sharePhone();
  await phone.until("Logged in");
  assert.deepEqual(
    bodies(stub, "confirm").map(({ phoneCode }) => phoneCode),
    ["phone-1", "phone-2"],
  );
});

test("the person's language and size of text are kept to", async (t) => {
  const { phone, stub } = await meet(t, {}, { language: "zh_CN", fontSize: 24 });
  await phone.open(SCENE);
  assert.match(await phone.text(), /在电脑上登录 Shanlan？/);
  assert.equal(stub.asked[0].language, "zh-CN");
  assert.equal((await phone.facts()).scale, 1.5);
});

test("a screen reader is told what each thing is", async (t) => {
  const terms = [{ title: "Terms of service", url: "https://shop.shanlan.cn/terms" }];
  const { phone } = await meet(t, { open: () => ({ data: opened({ app: { terms } }) }) });
  await phone.open(SCENE);
  await phone.choose("42");
  const roles = await phone.roles();
  assert.ok(
    roles.every(({ name }) => name),
    JSON.stringify(roles),
  );
  const names = (wanted) => roles.filter(({ role }) => role === wanted).map(({ name }) => name);
  assert.deepEqual(names("heading"), ["Log in to Shanlan on a computer?"]);
  assert.deepEqual(names("radio"), ["Number 17", "Number 42", "Number 88"]);
  assert.deepEqual(
    roles.filter(({ role }) => role === "radio").map(({ checked }) => checked),
    [false, true, false],
  );
  assert.deepEqual(names("button"), ["Decline", "Confirm"]);
  assert.deepEqual(names("textbox"), ["Nickname (optional)"]);
  assert.deepEqual(names("link"), ["Copy the link to Terms of service"]);
});
