// Faults that were found by breaking things, one at a time, against the real server. Many at once: ../faults.
import { allTold, asked } from "../support/asked.js";
import { events } from "../support/events.js";
import { allowFailedRequests, expect, test } from "../support/test.js";

const CHECK = "**/api/v2/qrcode/check";
const LOGIN = "**/api/v2/login/account";
const GENE = "**/api/v2/qrcode/gene";
const USERINFO = "**/api/v2/qrcode/userinfo";
const HTML = { contentType: "text/html", body: "<h1>Gateway</h1>" };

const count = (page, path) => asked(page, (request) => request.url().includes(path) && request);

/** A date `ms` ahead, as a header has it. */
const ahead = (ms) => new Date(Date.now() + ms).toUTCString();

for (const [name, wait] of [
  ["a day", () => "86400"],
  ["more seconds than there are numbers", () => "99999999999999999999"],
  ["tomorrow, as a date", () => ahead(86_400_000)],
]) {
  test(`a Retry-After of ${name} is a countdown with a button`, async ({ page, open, complaints }) => {
    allowFailedRequests(complaints);
    const creates = count(page, "/qrcode/gene");
    await page.route(GENE, (route) => route.fulfill({ status: 429, headers: { "retry-after": wait() }, ...HTML }), { times: 1 });
    const widget = await open();
    await widget.qrTab.click();
    await expect(widget.element.getByRole("timer")).toHaveText(/^Busy, trying again in [56]\d s$/);
    await expect(widget.element.getByRole("timer")).toHaveText(/in 5[0-7] s$/);
    await allTold(page);
    expect(creates).toHaveLength(1);
    await widget.qr.getByRole("button", { name: "Try now" }).click();
    await expect(widget.code).toBeVisible();
    await expect(widget.element.getByRole("timer")).toHaveCount(0);
  });
}

for (const [name, wait] of [
  ["seconds", () => "40"],
  ["a date", () => ahead(40_000)],
]) {
  test(`a login that is to wait counts the seconds on the form: ${name}`, async ({ page, open, complaints }) => {
    allowFailedRequests(complaints);
    await page.clock.install();
    const logins = count(page, "/login/account");
    await page.route(LOGIN, (route) => route.fulfill({ status: 429, headers: { "retry-after": wait() }, ...HTML }), { times: 1 });
    const widget = await open();
    await widget.logIn();
    const alert = widget.element.getByRole("alert");
    await expect(alert).toHaveText(/^Too many attempts\. Try again in [1-4]\d s$/);
    // Each second would be read aloud otherwise.
    await expect(alert.getByRole("timer")).toHaveAttribute("aria-live", "off");
    await page.clock.fastForward(8_000);
    await expect(alert).toHaveText(/in [1-3]\d s$/);
    await widget.submit.click();
    await expect(alert).toHaveText(/in [1-3]\d s$/);
    await expect(widget.account).toHaveValue("lin");
    await page.clock.fastForward(40_000);
    await expect(alert).toHaveCount(0);
    expect(logins).toHaveLength(1);
    await widget.submit.click();
    await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  });
}

test("a Retry-After of weeks while a code is shown does not make it ask without a pause", async ({ page, open, complaints }) => {
  allowFailedRequests(complaints);
  await page.route(CHECK, (route) => route.fulfill({ status: 429, headers: { "retry-after": "4000000" }, ...HTML }));
  const checks = count(page, "/qrcode/check");
  const widget = await open();
  await widget.showCode();
  await expect(widget.element.getByRole("timer")).toHaveText(/^Busy, trying again in [23]\d s$/);
  await page.waitForTimeout(2_000);
  await allTold(page);
  expect(checks).toHaveLength(1);
});

test("online asks at once, also when the request before is never answered", async ({ page, open, phone }) => {
  const dead = [];
  await page.route(CHECK, (route) => void dead.push(route), { times: 1 });
  const widget = await open();
  await widget.showCode();
  await expect.poll(() => dead.length).toBe(1);
  await phone(await widget.codeText());
  await page.evaluate(() => dispatchEvent(new Event("online")));
  // The dead one would be waited for much longer.
  await expect(widget.status("scanned")).toBeVisible();
});

test("a clock that is set an hour on ends nothing: the login goes on", async ({ page, open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await expect(widget.status("scanned")).toBeVisible();
  const number = await widget.number();
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(widget.status("scanned")).toBeVisible();
  await scan.confirm(number);
  await expect(widget.status("success")).toBeVisible();
});

for (const status of [401, 403, 404, 425]) {
  test(`one HTTP ${status} of a gateway while scanned does not end the login`, async ({ page, open, phone, complaints }) => {
    allowFailedRequests(complaints);
    const widget = await open();
    await widget.showCode();
    const scan = await phone(await widget.codeText());
    await expect(widget.status("scanned")).toBeVisible();
    const number = await widget.number();
    let odd = 0;
    await page.route(CHECK, (route) => (odd++ === 0 ? route.fulfill({ status, ...HTML }) : route.continue()));
    // Asks anew, so that the answer comes now.
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect.poll(() => odd).toBeGreaterThan(0);
    await scan.confirm(number);
    await expect(widget.status("success")).toBeVisible();
    await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
  });
}

test("a reply nested 20,000 deep is none: it is asked for again, and the login is told", async ({ page, open, phone }) => {
  let replies = 0;
  await page.route(USERINFO, async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const deep = text.replace('"data":{', `"data":{"customData":${"[".repeat(20_000)}${"]".repeat(20_000)},`);
    expect(deep.length).toBeGreaterThan(text.length);
    await route.fulfill({ response, body: replies++ === 0 ? deep : text });
  });
  const widget = await open();
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await scan.confirm(await widget.number());
  await expect(widget.status("success")).toBeVisible();
  expect(replies).toBe(2);
  await expect.poll(() => events(page, "guard-login")).toHaveLength(1);
});

test("a reload gives the code up, and the phone hears of it", async ({ page, open, phone }) => {
  const widget = await open();
  await widget.showCode();
  const text = await widget.codeText();
  const scan = await phone(text);
  await expect(widget.status("scanned")).toBeVisible();
  const number = await widget.number();
  await page.reload();
  await scan.confirm(number);
  await expect(scan.result).toHaveAttribute("data-result", "expired");
});

test("the phone says that it is logged in only once the computer is", async ({ page, open, phone }) => {
  let answer;
  await page.route(USERINFO, async (route) => {
    await new Promise((resolve) => (answer = resolve));
    await route.continue().catch(() => {});
  });
  const widget = await open();
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await scan.confirm(await widget.number());
  await expect(widget.status("confirmed")).toBeVisible();
  await expect(scan.result).toContainText("The computer is being logged in.");
  await expect.poll(() => answer).toBeTruthy();
  await scan.page.waitForTimeout(1_500);
  await expect(scan.result).not.toContainText("Logged in");
  answer();
  await expect(scan.result).toContainText("Logged in");
  await expect(scan.result).toHaveAttribute("data-result", "confirmed");
  await expect(widget.status("success")).toBeVisible();
});

test("a computer that gives up after the person agreed is told to the phone", async ({ page, open, phone }) => {
  await page.route(USERINFO, () => {});
  const widget = await open();
  await widget.showCode();
  const scan = await phone(await widget.codeText());
  await scan.confirm(await widget.number());
  await expect(scan.result).toContainText("The computer is being logged in.");
  await page.goto("about:blank");
  await expect(scan.result).toContainText("The computer did not log in");
  await expect(scan.result).toHaveAttribute("data-result", "expired");
});
