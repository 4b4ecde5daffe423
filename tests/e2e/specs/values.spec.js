// Values of the page that look like something else: nothing is sent, asked or run that the page did not mean.
import { allTold, asked, path } from "../support/asked.js";
import { events } from "../support/events.js";
import { allSaid } from "../support/said.js";
import { allowFailedRequests, expect, test } from "../support/test.js";

test.describe("a host", () => {
  for (const host of [
    "http://127.0.0.1.evil.test",
    "http://127.evil.test:8080",
    "http://localhost.evil.test",
    "http://localhost@evil.test",
    "http://evil.test",
    "//evil.test",
    "https:\\\\evil.test",
    "javascript://localhost/%0aalert(1)",
    "evil.test",
  ]) {
    test(`\`${host}\` gets nothing, and the page is told`, async ({ page, open }) => {
      const asked = [];
      await page.route(/evil\.test/, (route) => {
        asked.push(route.request().url());
        return route.abort();
      });
      const widget = await open({ host });
      await expect(widget.element.getByRole("alert")).toContainText("`host` must ");
      await expect.poll(async () => (await events(page, "guard-error")).map(({ detail }) => detail.code)).toEqual(["setup"]);
      expect(asked).toEqual([]);
    });
  }

  for (const host of ["http://127.1:1", "http://0x7f.1:1", "http://[::1]:1", "http://shop.localhost:1"]) {
    test(`\`${host}\` is this machine, by whatever name`, async ({ page, open, complaints }) => {
      allowFailedRequests(complaints);
      const config = page.waitForRequest(/public-config/);
      await open({ host });
      expect(new URL((await config).url()).origin).toBe(new URL(host).origin);
    });
  }
});

test.describe("an id of an application", () => {
  for (const id of ["../../../healthz?", "..", "a/b", "a%2fb", "a\\b", "a#b"]) {
    test(`\`${id}\` leads to no other path`, async ({ page, open }) => {
      const paths = asked(page, path);
      const widget = await open({ "app-id": id });
      await expect(widget.element.getByRole("alert")).toContainText("`app-id` must be plain characters");
      await allTold(page);
      expect(paths.filter((path) => /healthz|\/api\//.test(path))).toEqual([]);
    });
  }

  test("in the address of the hosted page leads to no other path", async ({ page, server }) => {
    const paths = asked(page, path);
    await page.goto(`${server.url}/login?app_id=${encodeURIComponent("../../../healthz?")}`);
    await expect(page.getByRole("alert")).toContainText("`app-id` must be plain characters");
    await allTold(page);
    expect(paths.filter((path) => /healthz|\/api\//.test(path))).toEqual([]);
  });
});

test.describe("a link", () => {
  for (const shadow of ["open", "none"]) {
    for (const url of ["javascript:globalThis.ran=1", " JaVaScRiPt:globalThis.ran=1", "java\tscript:globalThis.ran=1", "data:text/html,<script>opener.ran=1</script>", "vbscript:x", "blob:http://x/1", "https://["]) {
      test(`${JSON.stringify(url)} is not there, shadow="${shadow}"`, async ({ page, widget, open, complaints }) => {
        complaints.allowed.push(/guard-widget: `(register|forgot-password)-url`: .* is no link/s);
        await open({ shadow, "register-url": url, "forgot-password-url": url });
        // In the form that is there before the module, and in the module's.
        await expect(widget.account).toBeVisible();
        await expect(widget.element.getByRole("link")).toHaveCount(0);
        await expect(widget.element.getByRole("heading")).toBeVisible();
        await expect(widget.element.getByRole("link")).toHaveCount(0);
        await expect.poll(() => complaints.all.length, "each is said once").toBe(2);
        await widget.element.evaluate((element) => (element.theme = "dark"));
        await page.waitForTimeout(200);
        await allSaid(page);
        expect(complaints.all).toHaveLength(2);
        expect(await page.evaluate(() => globalThis.ran)).toBe(undefined);
      });
    }
  }

  for (const url of ["/register?a=1#b", "register", "?x", "#/register", "https://other.example/", "mailto:a@b.example", "tel:+86"]) {
    test(`\`${url}\` leads where the page's own would`, async ({ page, widget, open }) => {
      await open({ "register-url": url });
      await expect(widget.element.getByRole("heading")).toBeVisible();
      const href = await page.evaluate((url) => Object.assign(document.createElement("a"), { href: url }).href, url);
      await expect(widget.element.getByRole("link")).toHaveJSProperty("href", href);
    });
  }
});
