// The server, or the network, is away for a while.
import { basename, join } from "node:path";

import { events } from "../support/events.js";
import { distDir } from "../support/paths.js";
import { read } from "../support/qr.js";
import { allowFailedRequests, expect, test } from "../support/test.js";

test.describe("the server", () => {
  // A server of the test's own, to be stopped. The package comes from elsewhere, as on most sites.
  test.use({ settings: {} });
  test.beforeEach(({ page }) => page.route(/\/dist\/[^?]*\.wasm$/, (route) => route.fulfill({ path: join(distDir(), basename(route.request().url())) })));

  for (const [how, signal] of [
    ["crashes", "SIGKILL"],
    ["is restarted", "SIGTERM"],
  ]) {
    test(`${how} while a code is shown: the code stays, and the login goes on (R-21)`, async ({ page, server, open, phone, complaints }) => {
      allowFailedRequests(complaints);
      const widget = await open();
      await widget.showCode();
      const text = await widget.codeText();
      await server.stop(signal);

      await expect(widget.status("offline")).toBeVisible();
      await expect(widget.qr).toContainText("Connection lost, reconnecting");
      await expect(widget.code).toBeVisible();
      await expect.poll(async () => (await read(page)).rqrr, "the code stays").toBe(text);

      await server.start();
      // The wait before the next try is at most 8 s and a quarter by then.
      await expect(widget.status("ready")).toBeVisible({ timeout: 20_000 });
      expect(await widget.codeText()).toBe(text);
      const scan = await phone(text);
      await expect(widget.status("scanned")).toBeVisible();
      await scan.confirm(await widget.number());
      await expect(widget.status("success")).toBeVisible();
      await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
    });
  }

  test("that was never there is an error with a button that tries again", async ({ server, open, complaints }) => {
    allowFailedRequests(complaints);
    const widget = await open();
    // The form is there before the rest of the card.
    await widget.qrTab.waitFor();
    await server.stop();
    await widget.qrTab.click();
    await expect(widget.status("error")).toBeVisible({ timeout: 30_000 });
    await server.start();
    await expect(widget.refresh).toHaveText("Try again");
    await widget.refresh.click();
    await expect(widget.status("ready")).toBeVisible();
  });

  test("that is away at the login is said above the form, and what was typed stays", async ({ page, server, open, complaints }) => {
    allowFailedRequests(complaints);
    const widget = await open();
    // The form is there before the rest of the card.
    await widget.qrTab.waitFor();
    await server.stop();
    await widget.logIn("lin");
    await expect(widget.errors).toContainText("Can’t reach the server");
    await expect.poll(async () => (await events(page, "guard-login-error"))[0]?.detail).toMatchObject({ code: "network", retryable: true });
    await server.start();
    await widget.submit.click();
    await expect(widget.status("success")).toBeVisible();
  });
});

test("the browser goes offline and comes back: the notice comes and goes", async ({ context, open, complaints }) => {
  allowFailedRequests(complaints);
  const widget = await open();
  await widget.showCode();
  const text = await widget.codeText();
  await context.setOffline(true);
  await expect(widget.status("offline")).toBeVisible();
  await context.setOffline(false);
  await expect(widget.status("ready")).toBeVisible();
  expect(await widget.codeText()).toBe(text);
});
