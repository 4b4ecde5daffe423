// The drawn phone: the mini program's own source in a browser, as the demo shows it.
import { createServer } from "node:http";
import { once } from "node:events";
import { createRequire } from "node:module";
import { serve } from "../../../miniprogram/browser/serve.js";
import { readable } from "../support/qr.js";
import { expect, test as base } from "../support/test.js";

const require = createRequire(import.meta.url);
const { startStub, opened, CONTEXT } = require("../../fake-phone/stub-server.js");
const AXE = require.resolve("axe-core/axe.min.js");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const SCENE = "Yk1dQ0n3Zc6Rw2tP8sVb5A";
const terms = [{ title: "Terms of service", url: "https://shop.shanlan.cn/terms" }];

const test = base.extend({
  /** Draws a phone before a stub of the server with these answers. */
  draw: async ({ page }, use) => {
    const stops = [];
    const codes = createServer((_, response) => response.end('{"code":"from-wechat"}')).listen(0, "127.0.0.1");
    await once(codes, "listening");
    const wechat = `http://127.0.0.1:${codes.address().port}`;
    await use(async (answers, query = `?scene=${SCENE}`) => {
      const stub = await startStub(answers);
      const phone = await serve({ server: stub.url, wechat, openid: "oLin" });
      stops.push(phone.stop, stub.stop);
      await page.goto(`${phone.url}/${query}`);
      return stub;
    });
    for (const stop of stops) await stop();
    codes.close();
  },
});

const button = (page, name) => page.getByRole("button", { name, exact: true });

test("a login by the drawn phone, with WeChat's question for the phone number", async ({ page, draw }) => {
  const stub = await draw({ open: () => ({ data: opened({ app: { terms }, phoneNumber: "required" }) }) });
  await page.getByRole("radio", { name: "Number 42" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("checkbox").click();
  await page.getByRole("textbox", { name: "Nickname (optional)" }).fill("Mei");
  await button(page, "Confirm").click();
  await button(page, "Don't allow").click();
  await expect(page.getByRole("alert")).toContainText("Share it, or decline");
  await button(page, "Confirm").click();
  await button(page, "Allow").click();
  await expect(page.getByRole("heading", { name: "Logged in" })).toBeVisible();
  const confirm = stub.asked.filter(({ name }) => name === "confirm");
  expect(confirm.map(({ body }) => body)).toEqual([
    { handshake: "hs-1", agreed: true, number: "42", phoneCode: "from-wechat", nickname: "Mei" },
  ]);
  expect(stub.wrong).toEqual([]);
  await button(page, "Close").click();
  await expect(button(page, "Scan")).toBeVisible();
});

test("what is typed stays while the page is drawn again", async ({ page, draw }) => {
  await draw({ open: () => ({ data: opened({ expiresIn: 90 }) }) });
  const name = page.getByRole("textbox", { name: "Nickname (optional)" });
  const left = page.getByText(/^\d+ s left$/);
  const before = await left.textContent();
  await name.pressSequentially("Me");
  await expect(left).not.toHaveText(before);
  await expect(name).toBeFocused();
  await name.pressSequentially("i");
  await expect(name).toHaveValue("Mei");
});

test("a screenshot of the code is read by the phone's camera", async ({ page, draw, open }) => {
  const widget = await open({ "default-tab": "qr" });
  const text = await readable(page);
  expect(text).toBe(await widget.codeText());
  const picture = (await page.screenshot()).toString("base64");
  const stub = await draw({}, "?");
  await button(page, "Scan").click();
  await page.evaluate(async (base64) => {
    const data = new DataTransfer();
    data.items.add(
      new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], "code.png", { type: "image/png" }),
    );
    dispatchEvent(new DragEvent("drop", { dataTransfer: data }));
  }, picture);
  await expect(page.getByRole("heading", { name: "Log in to Shanlan on a computer?" })).toBeVisible();
  expect(stub.asked[0].body).toEqual({ code: "from-wechat", scene: text.split("/").pop(), entry: 1011 });
});

/** Every page: what the server answers, what is done, and how the phone was opened. */
const PAGES = {
  "opened by its name": [{}, "?open"],
  "everything asked": [
    {
      open: () => ({ data: opened({ app: { terms }, phoneNumber: "optional", context: { ...CONTEXT, plain: true } }) }),
    },
  ],
  "a known person": [
    {
      open: () => ({ data: opened({ choices: [], account: { known: true, nickname: "Mei", phone: "138****8000" } }) }),
    },
  ],
  "a forwarded picture": [{ open: () => ({ data: { warning: "forwarded", random: SCENE, context: CONTEXT } }) }],
  "too early": [
    {},
    undefined,
    async (page) => {
      await button(page, "Confirm").click();
      await expect(page.getByText("First choose the number")).toBeVisible();
    },
  ],
  "logged in": [
    { open: () => ({ data: opened({ choices: [] }) }) },
    undefined,
    async (page) => {
      await button(page, "Confirm").click();
      await expect(page.getByRole("heading", { name: "Logged in" })).toBeVisible();
    },
  ],
  declined: [
    {},
    undefined,
    async (page) => {
      await button(page, "Decline").click();
      await expect(page.getByRole("heading", { name: "Declined" })).toBeVisible();
    },
  ],
  expired: [{ open: () => ({ status: 410, code: 4110 }) }],
  away: [{ open: () => ({ status: 502, text: "" }) }],
};

for (const [name, [answers, query, act]] of Object.entries(PAGES)) {
  test(`axe finds nothing, light and dark: ${name}`, async ({ page, draw, complaints }) => {
    complaints.allowed.push(/^Failed to load resource: /);
    await page.addInitScript({ path: AXE });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await draw(answers, `${query ?? `?scene=${SCENE}`}&lang=en`);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await act?.(page);
    await expect(page.getByRole("heading").first()).toBeVisible();
    // What lies below the buttons that stay in sight is scrolled to before it is pressed.
    await page.locator("#screen").evaluate((screen) => screen.scrollTo(0, screen.scrollHeight));
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate(async (tags) => {
        const { violations } = await globalThis.axe.run(".phone", { runOnly: tags, resultTypes: ["violations"] });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`),
        );
      }, TAGS);
      expect(found, colorScheme).toEqual([]);
    }
  });
}

test("on a small phone with the largest text everything can be reached and nothing sticks out", async ({
  page,
  draw,
}) => {
  await draw(
    { open: () => ({ data: opened({ app: { terms }, phoneNumber: "optional" }) }) },
    `?scene=${SCENE}&size=26`,
  );
  await expect(page.getByRole("heading")).toBeVisible();
  const over = () => page.locator("#screen").evaluate((screen) => screen.scrollWidth - screen.clientWidth);
  await expect.poll(over).toBe(0);
  for (const name of ["Decline", "Confirm"]) await expect(button(page, name)).toBeInViewport({ ratio: 1 });
  await button(page, "Confirm without phone number").scrollIntoViewIfNeeded();
  await expect(button(page, "Confirm without phone number")).toBeInViewport({ ratio: 1 });
});
