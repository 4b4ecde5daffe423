// Codes run out: replaced by themselves, or on a click. Lifetimes are short by the server's configuration.
import { allTold, asked } from "../support/asked.js";
import { events } from "../support/events.js";
import { NOTHING, read } from "../support/qr.js";
import { shortLived } from "../support/states.js";
import { expect, test } from "../support/test.js";

test("a scan of the code that replaced another still logs in", async ({ page, open, phone }) => {
  // The second one lives as long as the phone may need.
  await shortLived(page, 2, 1);
  const widget = await open();
  await widget.showCode();
  const first = await widget.codeText();
  await expect.poll(async () => [undefined, first].includes(await widget.codeTextNow())).toBe(false);
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
});

test.describe("a code that lives 5 s", () => {
  test.use({ settings: { GUARD_QR_TTL_S: "5" } });

  test("is replaced by itself, and the old one is dead on the phone (R-19, R-20)", async ({ page, open, phone }) => {
    const widget = await open();
    await widget.showCode();
    const first = await widget.codeText();
    await expect.poll(() => widget.codeText(), { intervals: [50] }).not.toBe(first);
    // A slow reader has the next one before it, and so on.
    const isRead = async () => {
      const text = await widget.codeTextNow();
      return text !== first && (await read(page)).rqrr === text;
    };
    await expect.poll(isRead, { intervals: [50] }).toBe(true);
    const rotated = (await events(page, "guard-qr-status")).filter((event) => event.detail.reason === "rotated");
    expect(rotated.map((event) => event.detail.status)).toContain("loading");

    const old = await phone(first);
    await expect(old.result).toHaveAttribute("data-result", "expired");
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
    await expect.poll(async () => (await events(page, "guard-qr-status")).at(-1)?.detail).toMatchObject({ status: "expired", reason: "timed-out" });
    const old = await phone(first);
    await expect(old.result).toHaveAttribute("data-result", "expired");

    await expect(widget.refresh).toHaveText("Get a new code");
    await widget.refresh.focus();
    await expect(widget.refresh).toBeFocused();
    await widget.refresh.press("Enter");
    await expect.poll(async () => [undefined, first].includes(await widget.codeTextNow()), { intervals: [50] }).toBe(false);
  });

  test("an expired code asks nobody any more", async ({ page, open }) => {
    const widget = await open({ "no-auto-refresh": true });
    await widget.showCode();
    await expect(widget.status("expired")).toBeVisible();
    await allTold(page);
    const requests = asked(page, (request) => request.url());
    await page.waitForTimeout(2_500);
    await allTold(page);
    expect(requests).toEqual([]);
  });

  test("the last seconds are counted down, and no screen reader has to hear each", async ({ open }) => {
    const widget = await open({ "no-auto-refresh": true });
    await widget.showCode();
    const countdown = widget.element.getByRole("timer");
    await expect(countdown).toHaveText(/^This code expires in [1-5] s$/);
    await expect(countdown).toHaveAttribute("aria-live", "off");
  });
});

test.describe("a code that lives 1 s", () => {
  test.use({ settings: { GUARD_QR_TTL_S: "1" } });

  test("is replaced five times, then waits for a click (R-20)", async ({ page, open }) => {
    const widget = await open();
    await widget.showCode();
    const codes = async () => (await events(page, "guard-qr-status")).filter(({ detail }) => detail.status === "ready").length;
    await expect(widget.status("expired")).toBeVisible({ timeout: 40_000 });
    expect(await codes()).toBe(6);
    await widget.refresh.click();
    await expect.poll(codes).toBeGreaterThan(6);
  });
});

test.describe("a scanned code", () => {
  test.use({ settings: { GUARD_QR_TTL_S: "6", GUARD_QR_SCAN_EXTENSION_S: "8" } });

  test("gets more time, and expires when nobody confirms", async ({ page, open, phone }) => {
    const widget = await open({ "no-auto-refresh": true });
    await widget.showCode();
    const shown = Date.now();
    const scan = await phone(await widget.codeText());
    await expect(widget.status("scanned")).toBeVisible();
    await page.waitForTimeout(Math.max(0, shown + 6_200 - Date.now()));
    await expect(widget.status("scanned"), "the scan has extended it").toBeVisible();
    await expect(widget.status("expired")).toBeVisible();
    await expect(scan.result).toHaveAttribute("data-result", "expired");
  });
});
