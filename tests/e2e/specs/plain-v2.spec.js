// Against a server that knows nothing of the extension, as a stock Authing server does.
import { allTold, asked } from "../support/asked.js";
import { events } from "../support/events.js";
import { NOTHING, read, readable } from "../support/qr.js";
import { PLAIN } from "../support/server.js";
import { expect, test } from "../support/test.js";

test.use({ settings: PLAIN });

test("the server's picture is shown, polled with GET, and the whole login works", async ({ page, open, phone }) => {
  const requests = asked(page, (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (!pathname.startsWith("/api/v2/qrcode/") || pathname.includes("/image/")) return undefined;
    return { method: request.method(), pathname, query: [...searchParams.keys()], body: request.postDataJSON() };
  });
  const widget = await open({ "default-tab": "qr" });
  await expect(widget.image).toBeVisible();
  await expect(widget.image).toHaveAccessibleName("QR code to log in to Plain");
  await widget.pictureLoaded();
  await expect(widget.code).toHaveCount(0);
  const scan = await phone(await readable(page));
  await expect(widget.status("scanned")).toBeVisible();
  await expect(widget.image).toHaveCount(0);
  await expect(widget.element.locator(".guard-number")).toHaveCount(0);
  expect(await read(page)).toEqual(NOTHING);
  await scan.confirm();
  await expect(widget.status("success")).toBeVisible();
  await expect.poll(async () => (await events(page, "guard-login"))[0]?.detail).toMatchObject({ method: "qr", user: { username: "lin" } });

  await allTold(page);
  const of = (name) => requests.filter((request) => request.pathname === `/api/v2/qrcode/${name}`);
  expect(of("gene").map((request) => Object.keys(request.body).sort())).toEqual([["autoMergeQrCode", "extIdpConnId", "scene"]]);
  expect(of("check").length).toBeGreaterThan(0);
  for (const check of of("check")) expect(check).toMatchObject({ method: "GET", query: ["random"], body: null });
  expect(of("userinfo").map((request) => Object.keys(request.body))).toEqual([["ticket"]]);
  expect(of("abandon")).toEqual([]);
});

test("polls are never closer together than they may be (R-21)", async ({ page, open }) => {
  await open({ "default-tab": "qr" });
  // By the page's own clock, which no other work of this machine holds up.
  const times = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.includes("/qrcode/check"))
        .map(({ startTime }) => startTime),
    );
  await expect.poll(async () => (await times()).length).toBeGreaterThanOrEqual(4);
  const starts = await times();
  const gaps = starts.slice(1).map((time, index) => time - starts[index]);
  expect(Math.min(...gaps)).toBeGreaterThan(850);
});

test("declined, then a new picture", async ({ page, open, phone }) => {
  const widget = await open({ "default-tab": "qr" });
  await widget.pictureLoaded();
  const first = await widget.image.getAttribute("src");
  const scan = await phone(await readable(page));
  await scan.decline();
  await expect(widget.status("cancelled")).toBeVisible();
  await widget.refresh.click();
  await expect(widget.image).toBeVisible();
  await expect(widget.image).not.toHaveAttribute("src", first);
});

test("a picture that does not load is an error with a button", async ({ page, open, complaints }) => {
  complaints.allowed.push(/^Failed to load resource: /);
  await page.route("**/api/v2/qrcode/image/**", (route) => route.fulfill({ status: 404 }), { times: 1 });
  const widget = await open({ "default-tab": "qr" });
  await expect(widget.status("error")).toBeVisible();
  await widget.refresh.click();
  await expect(widget.image).toBeVisible();
});

test.describe("with a logo", () => {
  test.use({ settings: { ...PLAIN, GUARD_APP_LOGO: "/demo/logo.svg" } });

  test("no logo is laid over the server's own picture, which can be read", async ({ page, open }) => {
    const widget = await open({ "default-tab": "qr" });
    await widget.pictureLoaded();
    await expect(widget.element.locator(".guard-image-logo")).toHaveCount(0);
    expect(await readable(page)).toMatch(/\/m\//);
  });
});
