// Logging in by QR code: a screenshot of the page is decoded, and what it says is opened on a phone.
import { allTold, asked } from "../support/asked.js";
import { events } from "../support/events.js";
import { NOTHING, read, readable } from "../support/qr.js";
import { expect, test } from "../support/test.js";

test("scanned, confirmed, logged in on the demo site", async ({ page, server, widget, phone }) => {
  const isCheck = (request) => request.method() === "POST" && request.url().endsWith("/qrcode/check");
  const verifiers = asked(page, (request) => isCheck(request) && request.postDataJSON().verifier);
  await page.goto(server.url);
  await widget.showCode();
  const text = await readable(page);
  expect(text).toMatch(new RegExp(`^${server.url}/m/[\\w-]{22}$`));

  const scan = await phone(text);
  await expect(scan.page.locator("#origin")).toHaveText(server.url);
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());

  await expect(scan.result).toHaveAttribute("data-result", "confirmed");
  await expect(page.getByTestId("greeting")).toHaveText("Hello, 林晓");
  await expect(page.getByTestId("proof")).toContainText("The server knows you as 林晓");
  await allTold(page);
  expect(verifiers.length).toBeGreaterThan(0);
  for (const verifier of verifiers) expect(text, "the code holds no secret (R-18)").not.toContain(verifier);
});

test("a scanned code is gone from the page; name and number are there (R-23)", async ({ page, open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const text = await widget.codeText();
  const scan = await phone(text);
  await scan.choose("chen");

  await expect(widget.status("scanned")).toBeVisible();
  await expect(widget.element.locator(".guard-name")).toHaveText("A*n");
  const number = await widget.number();
  expect(number).toMatch(/^\d\d$/);
  expect(await scan.numbers()).toContain(number);
  await expect(widget.code).toHaveCount(0);
  expect(await widget.codeTextNow()).toBeUndefined();
  expect(await widget.element.evaluate((element) => element.shadowRoot.innerHTML)).not.toContain(text);
  expect(await read(page), "no decoder reads anything").toEqual(NOTHING);

  await scan.confirm(number);
  await expect(widget.status("success")).toBeVisible();
  expect(await read(page), "no decoder reads anything").toEqual(NOTHING);
});

test("one login makes one event, which does not bubble", async ({ page, open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(() => events(page, "guard-login")).toHaveLength(1);

  // Long enough for a second poll or redeem, if there were one.
  await page.waitForTimeout(800);
  const logins = await events(page, "guard-login");
  expect(logins).toHaveLength(1);
  expect(logins[0]).toMatchObject({ bubbles: false, climbed: false, detail: { method: "qr", user: { username: "lin" } } });
  expect(logins[0].detail.token).toBeTruthy();
  const statuses = (await events(page, "guard-qr-status")).map((event) => event.detail.status);
  expect(statuses).toEqual(["loading", "ready", "scanned", "confirmed", "success"]);
  const before = await events(page, "guard-before-login");
  expect(before.map((event) => event.detail)).toEqual([{ method: "qr" }]);
  expect(JSON.stringify((await events(page)).filter((event) => event.bubbles))).not.toContain(logins[0].detail.token);
});

test("declined on the phone: cancelled, and a button makes a new code", async ({ open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const first = await widget.codeText();
  const scan = await phone(first);
  await expect(widget.status("scanned")).toBeVisible();
  await scan.decline();

  await expect(scan.result).toHaveAttribute("data-result", "declined");
  await expect(widget.status("cancelled")).toBeVisible();
  await expect(widget.qr).toContainText("You declined on your phone");
  await widget.refresh.focus();
  await widget.refresh.press("Enter");
  await expect(widget.status("ready")).toBeVisible();
  expect(await widget.codeText()).not.toBe(first);
});

test("the wrong number stops the login", async ({ page, open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  const right = await widget.number();
  const wrong = (await scan.numbers()).find((number) => number !== right);
  await scan.confirm(wrong);

  await expect(scan.result).toHaveAttribute("data-result", "wrong-number");
  await expect(widget.status("cancelled")).toBeVisible();
  expect(await events(page, "guard-login")).toEqual([]);
});

test("the phone asks for the number before it confirms (R-25)", async ({ open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await scan.confirm();
  await expect(scan.page.getByRole("alert")).toContainText("First choose the number");
  await expect(widget.status("scanned")).toBeVisible();
  const [confirm, decline] = await Promise.all(["confirm", "decline"].map((id) => scan.page.getByTestId(id).boundingBox()));
  expect([confirm.width, confirm.height], "both buttons have the same weight").toEqual([decline.width, decline.height]);
});

test("a second phone is told that another one has the code", async ({ open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const text = await widget.codeText();
  const first = await phone(text);
  await first.choose("chen");
  await expect(widget.element.locator(".guard-name")).toHaveText("A*n");
  const late = await phone(text);
  await expect(late.result).toHaveAttribute("data-result", "taken");
  await expect(widget.status("scanned")).toBeVisible();
});

test("\"Start over\" in scanned makes a new code, and the phone with the old one can do nothing", async ({ page, open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const first = await widget.codeText();
  const scan = await phone(first);
  await expect(widget.status("scanned")).toBeVisible();
  const number = await widget.number();
  await widget.element.getByRole("button", { name: "Start over" }).click();

  await expect(widget.status("ready")).toBeVisible();
  expect(await widget.codeText()).not.toBe(first);
  await scan.confirm(number);
  await expect(scan.result).toHaveAttribute("data-result", "expired");
  expect(await events(page, "guard-login")).toEqual([]);
});

test("a login in one tab ends the code in another tab of the browser", async ({ page, context, server, open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const other = await context.newPage();
  await other.goto(server.url);
  const box = other.locator("guard-widget");
  await box.getByRole("tab", { name: "QR code" }).click();
  await box.locator("svg[part=qr-code]").waitFor();
  const scan = await phone(await box.evaluate((element) => element.qrText));
  const number = box.locator(".guard-number");
  await scan.confirm((await number.innerText()).trim());
  await expect(other.getByTestId("welcome")).toBeVisible();

  await expect(widget.status("expired")).toBeVisible();
  await expect(widget.qr).toContainText("Logged in in another tab");
  expect(await read(page)).toEqual(NOTHING);
});
