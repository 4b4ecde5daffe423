// The phone page: what it tells the person of the computer that asks.
import { expect, test } from "../support/test.js";

/** The challenge of RFC 7636, appendix B. */
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** A code that no browser asked for, as a request of this program. @returns the URL of its phone page */
const codeOf = async (server, body, userAgent) => {
  const headers = { "content-type": "application/json", "x-authing-app-id": "demo", origin: server.url, "user-agent": userAgent };
  const answer = await fetch(`${server.url}/api/v2/qrcode/gene`, { method: "POST", headers, body: JSON.stringify(body) });
  return `${server.url}/m/${(await answer.json()).data.random}`;
};

test("a computer that nobody knows is told as unknown", async ({ server, phone }) => {
  for (const userAgent of ["curl/8", ""]) {
    const { page } = await phone(await codeOf(server, { challenge: CHALLENGE }, userAgent));
    await expect(page.locator("#ask")).toBeVisible();
    await expect(page.locator("#device")).toHaveText("Unknown");
    await expect(page.locator("#plain")).toBeHidden();
  }
  const { page } = await phone(await codeOf(server, { challenge: CHALLENGE }, "Mozilla/5.0 (Windows NT 10.0) Odd/1"));
  await expect(page.locator("#device")).toHaveText("Unknown on Windows");
});

test.describe("where plain clients are taken", () => {
  test.use({ settings: { GUARD_APP_ID: "demo", GUARD_APP_NAME: "Plain", GUARD_APP_EXTENSION_ALLOW_PLAIN: "true" } });

  test("the phone says when a code is plain", async ({ server, phone }) => {
    const plain = await phone(await codeOf(server, {}, "curl/8"));
    await expect(plain.page.locator("#plain")).toContainText("anyone who sees it can use it");
    const hardened = await phone(await codeOf(server, { challenge: CHALLENGE }, "curl/8"));
    await expect(hardened.page.locator("#ask")).toBeVisible();
    await expect(hardened.page.locator("#plain")).toBeHidden();
  });
});
