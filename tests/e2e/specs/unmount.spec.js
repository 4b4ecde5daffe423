// The page takes the element away in the middle of a login.
import { events } from "../support/events.js";
import { CONFIG, LOGIN, MODULE, hold } from "../support/hold.js";
import { sent, takeDown } from "../support/sent.js";
import { expect, test } from "../support/test.js";

test.beforeEach(({ page }) => takeDown(page));

/** The requests to the API from now on, whenever one asks. */
const watch = async (page) => {
  const { length } = await sent(page);
  return async () => (await sent(page)).slice(length);
};

const GIVEN_UP = ["POST /api/v2/qrcode/abandon"];

const remove = (widget) => widget.element.evaluate((element) => (globalThis.removed = element).remove());

/** Longer than the interval of the polls. */
const A_WHILE = 2_500;

test("while a code is polled: no request but the one that gives it up (R-22)", async ({ page, open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const text = await widget.codeText();
  const requests = await watch(page);
  await remove(widget);
  await page.waitForTimeout(A_WHILE);
  expect(await requests()).toEqual(GIVEN_UP);

  const scan = await phone(text);
  await expect(scan.result).toHaveAttribute("data-result", "expired");
});

test("while scanned: no request but the one that gives it up, and the phone cannot confirm", async ({ page, open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  const number = await widget.number();
  const requests = await watch(page);
  await remove(widget);
  await expect.poll(requests).toEqual(GIVEN_UP);

  await scan.confirm(number);
  await expect(scan.result).toHaveAttribute("data-result", "expired");
  await page.waitForTimeout(A_WHILE);
  expect(await requests()).toEqual(GIVEN_UP);
});

test("while a password is on its way: the answer is nobody's", async ({ page, open }) => {
  const widget = await open();
  const answer = await hold(page, LOGIN);
  // The button is busy before the module is there, and asks.
  const asked = page.waitForRequest(LOGIN);
  await widget.logIn();
  await asked;
  await remove(widget);
  answer();
  await page.waitForTimeout(500);
  expect(await events(page, "guard-login")).toEqual([]);
});

test("before the module is there: nothing is drawn and nothing is asked", async ({ page, open }) => {
  const go = await hold(page, MODULE);
  // The question for the configuration goes out a little later than the form is there.
  const configured = page.waitForResponse(CONFIG);
  const widget = await open();
  await expect(widget.element.locator("[aria-busy=true]")).toBeAttached();
  await configured;
  const requests = await watch(page);
  await remove(widget);
  const loaded = page.waitForResponse("**/guard_bg.wasm");
  go();
  await loaded;
  await page.waitForTimeout(500);
  expect(await requests()).toEqual([]);
  expect(await page.evaluate(() => globalThis.removed.shadowRoot.childElementCount)).toBe(0);
});

test("put back in, it works again with a new code", async ({ page, open, phone }) => {
  const widget = await open({ "default-tab": "qr" });
  await widget.code.waitFor();
  const first = await widget.codeText();
  for (let round = 0; round < 3; round++) {
    await remove(widget);
    await page.evaluate(() => document.querySelector("main").append(globalThis.removed));
    await widget.code.waitFor();
  }
  const text = await widget.codeText();
  expect(text).not.toBe(first);
  const scan = await phone(text);
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
});

test("moved within the page, it keeps its code and what was typed", async ({ page, open }) => {
  const widget = await open();
  await widget.account.fill("lin");
  await widget.showCode();
  const text = await widget.codeText();
  const requests = await watch(page);
  await widget.element.evaluate((element) => document.body.append(element));
  await expect(widget.code).toBeVisible();
  await expect.poll(() => widget.codeText()).toBe(text);
  await widget.passwordTab.click();
  await expect(widget.account).toHaveValue("lin");
  expect(await requests()).toEqual([]);
});
