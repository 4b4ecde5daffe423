// The files that each way into the box loads: those that the budgets count, no more and no fewer; and parts that fail.
import { allTold, asked, path } from "../support/asked.js";
import { events } from "../support/events.js";
import { hold } from "../support/hold.js";
import { allowFailedRequests, expect, test } from "../support/test.js";

/** What `cargo xtask size --paths` says: by path, the files that it counts. */
const PATHS = JSON.parse(process.env.GUARD_PATHS ?? "{}");

/** Notes the files of the package that the page asks for. */
const watch = (page) => asked(page, (request) => /\/dist\/(.+)$/.exec(path(request))?.[1]);

/** The files that a path counts, with the texts of the page's language. */
const counted = (name) => [...PATHS[name].files, ...(PATHS[name].texts ? ["locales/en-US.json"] : [])].sort();

/** The pattern of a part. @param {string} name */
const part = (name) => new RegExp(`/guard-${name}\\.[0-9a-f]{8}\\.wasm$`);

/** Keeps the browser busy, so that nothing comes that waits until it is idle, until the function is called. */
const neverIdle = (page) =>
  page.addInitScript(() => {
    const waiting = [];
    globalThis.requestIdleCallback = (call) => waiting.push(call);
    globalThis.idle = () => waiting.splice(0).forEach((call) => call());
  });

test.describe("files that are loaded", () => {
  test("password first: those of the path, each once; a submit's when the browser is idle", async ({ page, open }) => {
    await neverIdle(page);
    const files = watch(page);
    const widget = await open();
    await expect(widget.qrTab).toBeVisible();
    await widget.account.fill("lin");
    await expect.poll(() => files.toSorted()).toEqual(counted("password first"));
    await page.waitForTimeout(500);
    await allTold(page);
    expect(files.toSorted()).toEqual(counted("password first"));
    expect(files.length, "requests, with the configuration's").toBeLessThanOrEqual(5);

    await allTold(page);
    files.length = 0;
    await page.evaluate(() => globalThis.idle());
    await expect.poll(() => files.toSorted()).toEqual(counted("submit"));
    await widget.logIn();
    await expect(widget.status("success")).toBeVisible();
    await allTold(page);
    expect(files.toSorted(), "nothing else").toEqual(counted("submit"));
  });

  test("QR first: those of the path, until the code is drawn", async ({ page, open }) => {
    await neverIdle(page);
    const files = watch(page);
    const widget = await open({ "default-tab": "qr" });
    await expect(widget.code).toBeVisible();
    await expect.poll(() => files.toSorted()).toEqual(counted("QR first"));
  });

  test("no work while the password tab waits: no request in 10 s", async ({ page, open }) => {
    const files = watch(page);
    const widget = await open();
    await expect(widget.qrTab).toBeVisible();
    // What a submit needs comes when the browser is idle.
    await expect.poll(() => files).toEqual(expect.arrayContaining(counted("submit")));
    await page.waitForLoadState("networkidle");
    await allTold(page);
    const requests = asked(page, (request) => request.url());
    await page.waitForTimeout(10_000);
    await allTold(page);
    expect(requests).toEqual([]);
  });
});

test.describe("a part", () => {
  test.beforeEach(({ complaints }) => void allowFailedRequests(complaints));

  test("of the QR login that is not there: its panel says so, the form works, and another try has it", async ({ page, open }) => {
    await page.route(part("qr"), (route) => route.fulfill({ status: 404, body: "" }), { times: 1 });
    const widget = await open();
    await widget.qrTab.click();
    const panel = widget.element.getByRole("tabpanel");
    await expect(panel.getByRole("alert")).toContainText("could not be loaded");
    await widget.passwordTab.click();
    await expect(widget.account).toBeVisible();
    await widget.qrTab.click();
    await panel.getByRole("button", { name: "Try again" }).click();
    await expect(widget.code).toBeVisible();
  });

  test("of a submit that is not there: the form says so, and the next press has it", async ({ page, open }) => {
    let isGone = true;
    await page.route(part("submit"), (route) => (isGone ? route.fulfill({ status: 404, body: "" }) : route.continue()));
    const widget = await open();
    await expect(widget.qrTab).toBeVisible();
    await widget.logIn();
    await expect(widget.errors).toBeVisible();
    await expect.poll(async () => (await events(page, "guard-login-error"))[0]?.detail).toMatchObject({ code: "load-failed", retryable: true });
    await expect(widget.account).toHaveValue("lin");
    isGone = false;
    await widget.submit.click();
    await expect(widget.status("success")).toBeVisible();
  });

  test("of another build does not run: the panel says so, and the right one works", async ({ page, open }) => {
    // It imports a memory by the name that another build gave it.
    const name = (text) => [text.length, ...Buffer.from(text)];
    const imported = [1, ...name("m"), ...name("012345670"), 2, 0, 1];
    const body = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 2, imported.length, ...imported]);
    await page.route(part("qr"), (route) => route.fulfill({ contentType: "application/wasm", body }), { times: 1 });
    const widget = await open();
    await widget.qrTab.click();
    const panel = widget.element.getByRole("tabpanel");
    await expect(panel.getByRole("alert")).toContainText("could not be loaded");
    await panel.getByRole("button", { name: "Try again" }).click();
    await expect(widget.code).toBeVisible();
  });

  test("that is slow: its place stands, and the other tab works meanwhile", async ({ page, open }) => {
    const go = await hold(page, part("qr"));
    const widget = await open();
    await widget.qrTab.click();
    await expect(widget.status("loading")).toBeVisible();
    await widget.passwordTab.click();
    await widget.account.fill("lin");
    go();
    await widget.qrTab.click();
    await expect(widget.code).toBeVisible();
    await widget.passwordTab.click();
    await expect(widget.account).toHaveValue("lin");
  });
});
