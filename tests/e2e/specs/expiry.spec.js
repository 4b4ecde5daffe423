// Codes run out: replaced by themselves, or on a click. Lifetimes are short by the server's configuration.
import { events } from "../support/events.js";
import { NOTHING, read } from "../support/qr.js";
import { expect, test } from "../support/test.js";

test.describe("a code that lives 3 s", () => {
  test.use({ settings: { GUARD_QR_TTL_S: "3" } });

  test("is replaced by itself, and the old one is dead on the phone (R-19, R-20)", async ({ page, open, phone }) => {
    const widget = await open();
    await widget.showCode();
    const first = await widget.codeText();
    await expect.poll(() => widget.codeText(), { intervals: [50] }).not.toBe(first);
    await expect(widget.status("ready")).toBeVisible();
    const second = await widget.codeText();
    expect((await read(page)).rqrr).toBe(second);
    const rotated = (await events(page, "guard-qr-status")).filter((event) => event.detail.reason === "rotated");
    expect(rotated.map((event) => event.detail.status)).toContain("loading");

    const old = await phone(first);
    await expect(old.result).toHaveAttribute("data-result", "expired");
  });

  test("a scan of the new code still logs in", async ({ open, phone }) => {
    const widget = await open();
    await widget.showCode();
    const first = await widget.codeText();
    await expect.poll(() => widget.codeText(), { intervals: [50] }).not.toBe(first);
    await widget.code.waitFor();
    const scan = await phone(await widget.codeText());
    await expect(widget.status("scanned")).toBeVisible();
    await scan.confirm(await widget.number());
    await expect(widget.status("success")).toBeVisible();
  });

  test("with no-auto-refresh it expires, and a button makes a new one", async ({ page, open, phone }) => {
    const widget = await open({ "no-auto-refresh": true });
    await widget.showCode();
    const first = await widget.codeText();

    await expect(widget.status("expired")).toBeVisible();
    await expect(widget.qr).toContainText("This code has expired");
    await expect(widget.code).toHaveCount(0);
    expect(await widget.codeTextNow()).toBeUndefined();
    expect(await read(page), "no decoder reads anything").toEqual(NOTHING);
    expect((await events(page, "guard-qr-status")).at(-1).detail).toMatchObject({ status: "expired", reason: "timed-out" });
    const old = await phone(first);
    await expect(old.result).toHaveAttribute("data-result", "expired");

    await expect(widget.refresh).toHaveText("Get a new code");
    await widget.refresh.focus();
    await expect(widget.refresh).toBeFocused();
    await widget.refresh.press("Enter");
    await expect(widget.status("ready")).toBeVisible();
    expect(await widget.codeText()).not.toBe(first);
  });

  test("an expired code asks nobody any more", async ({ page, open }) => {
    const widget = await open({ "no-auto-refresh": true });
    await widget.showCode();
    await expect(widget.status("expired")).toBeVisible();
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.waitForTimeout(2_500);
    expect(requests).toEqual([]);
  });

  test("the last seconds are counted down, and no screen reader has to hear each", async ({ open }) => {
    const widget = await open({ "no-auto-refresh": true });
    await widget.showCode();
    const countdown = widget.element.getByRole("timer");
    await expect(countdown).toHaveText(/^This code expires in [123] s$/);
    await expect(countdown).toHaveAttribute("aria-live", "off");
  });
});

test.describe("a code that lives 1 s", () => {
  test.use({ settings: { GUARD_QR_TTL_S: "1" } });

  test("is replaced five times, then waits for a click (R-20)", async ({ page, open }) => {
    const widget = await open();
    await widget.showCode();
    await expect(widget.status("expired")).toBeVisible({ timeout: 15_000 });
    const statuses = (await events(page, "guard-qr-status")).map((event) => event.detail.status);
    expect(statuses.filter((status) => status === "ready")).toHaveLength(6);
    await widget.refresh.click();
    await expect(widget.status("ready")).toBeVisible();
  });
});

test.describe("a scanned code", () => {
  test.use({ settings: { GUARD_QR_TTL_S: "2", GUARD_QR_SCAN_EXTENSION_S: "4" } });

  test("gets more time, and expires when nobody confirms", async ({ page, open, phone }) => {
    const widget = await open({ "no-auto-refresh": true });
    await widget.showCode();
    const scan = await phone(await widget.codeText());
    await expect(widget.status("scanned")).toBeVisible();
    await page.waitForTimeout(2_200);
    await expect(widget.status("scanned"), "the scan has extended it").toBeVisible();
    await expect(widget.status("expired")).toBeVisible();
    await expect(scan.result).toHaveAttribute("data-result", "expired");
  });
});
