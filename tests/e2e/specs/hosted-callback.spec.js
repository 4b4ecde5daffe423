// The application's `callback_url`: somebody opens the login page itself, and comes to the site logged in.
import { createServer } from "node:http";
import { once } from "node:events";

import { Server } from "../support/server.js";
import { Shop, pageOf } from "../support/shop.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

const SECRET = "0123456789abcdef0123456789abcdef";

/** Logs in on the hosted page, in the widget that has taken the form's place. */
const logIn = async (page) => {
  const widget = new Widget(page.locator("guard-widget"));
  await widget.element.getByRole("heading").waitFor();
  await widget.logIn();
};

const visited = (page) => page.evaluate(() => globalThis.outcome).catch(() => undefined);

test.describe("by the code flow", () => {
  let shop, server;

  test.beforeEach(async () => {
    shop = await Shop.start();
    server = await Server.start({}, `[app]\nid = "demo"\nname = "Shanlan"\ncallback_url = "${shop.url}/"\n`);
    shop.page = pageOf({ host: server.url, appId: "demo", redirectUri: `${shop.url}/` });
  });

  test.afterEach(async () => {
    await server.remove();
    await shop.stop();
  });

  test("the site begins its own login, which is answered at once, with nothing left in the address", async ({ page }) => {
    await page.goto(`${server.url}/login?app_id=demo`);
    await logIn(page);
    await page.waitForURL(`${shop.url}/`);
    await expect.poll(() => visited(page)).toMatchObject({ login: { user: { nickname: "林晓" } } });
    const back = shop.requests.filter((line) => line.startsWith("GET /?"));
    expect(back.map((line) => [...new URL(line.slice(4), shop.url).searchParams.keys()])).toEqual([["iss"], ["code", "state", "iss"]]);

    // Somebody who is logged in comes through without a word.
    shop.requests.length = 0;
    await page.goto(`${server.url}/login?app_id=demo`);
    await page.waitForURL(`${shop.url}/`);
    await expect.poll(() => visited(page)).toMatchObject({ login: { user: { nickname: "林晓" } } });
    expect(shop.requests.filter((line) => line.startsWith("GET /?"))).toHaveLength(2);
  });

  test("the issuer of another server begins nothing", async ({ page }) => {
    await page.goto(`${shop.url}/?iss=${encodeURIComponent("https://evil.example/oidc")}`);
    await page.waitForFunction(() => globalThis.isIdle);
    expect(await visited(page)).toBeUndefined();
    expect(new URL(page.url()).origin).toBe(shop.url);
  });

  test("a login that the person declines comes back as an error, and begins nothing", async ({ page }) => {
    await page.goto(`${server.url}/login?app_id=demo`);
    await new Widget(page.locator("guard-widget")).element.getByRole("heading").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.waitForURL((url) => url.origin === shop.url);
    await page.waitForFunction(() => globalThis.isIdle);
    expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
  });
});

test("in Authing's old way the site's server reads the user, and believes it by the ticket", async ({ page }) => {
  let login;
  const seen = [];
  const site = createServer(async (request, response) => {
    const url = new URL(request.url, callback);
    if (url.pathname !== "/back") return response.writeHead(404).end();
    const { code, message, data, ticket } = Object.fromEntries(url.searchParams);
    const body = new URLSearchParams({ grant_type: "authorization_code", code: ticket, redirect_uri: callback, client_id: "demo", client_secret: SECRET });
    const answer = await fetch(`${login.url}/oidc/token`, { method: "POST", body });
    const { id_token: idToken } = await answer.json();
    const { sub } = JSON.parse(Buffer.from(idToken.split(".")[1], "base64url"));
    seen.push({ code, message, user: JSON.parse(data), sub });
    response.writeHead(200, { "content-type": "text/html" }).end("<link rel=icon href='data:,'><title>Welcome</title>");
  }).listen(0, "127.0.0.1");
  await once(site, "listening");
  const callback = `http://127.0.0.1:${site.address().port}/back`;
  login = await Server.start(
    {},
    `[app]\nid = "demo"\nname = "Shanlan"\ncallback_url = "${callback}"\ncallback_mode = "user_in_url"\n[app.oidc]\nauth_method = "client_secret_post"\nclient_secret = "${SECRET}"\n`,
  );
  await page.goto(`${login.url}/login?app_id=demo`);
  await logIn(page);
  await expect(page).toHaveTitle("Welcome");
  expect(seen).toEqual([
    {
      ...{ code: "200", message: "logged in", sub: "demo-lin" },
      user: { id: "demo-lin", username: "lin", nickname: "林晓", photo: expect.stringMatching(/^http/), email: expect.anything() },
    },
  ]);
  expect(login.output).toContain("callback_mode");
  await login.remove();
  site.closeAllConnections();
  site.close();
  await once(site, "close");
});
