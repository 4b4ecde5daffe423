// `openid-client` from npm in a site's server, strict as it is: https with an authority that Node was told to trust.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { adverse } from "../support/adverse.js";
import { METHODS, expect, settingsFile, test as base } from "../support/oidc.js";
import { freePort } from "../support/ports.js";
import { Server } from "../support/server.js";
import { Authority, Front } from "../support/tls.js";

const PROGRAM = join(import.meta.dirname, "../pages/oidc/openid-client.js");

/** The ways in which the site's server says who it is: what it is given, and what the login server is told. */
const SITES = {
  "secret in the body": () => {
    const secret = randomUUID();
    return [{ auth: "default", secret }, { auth_method: "client_secret_post", client_secret: secret }];
  },
  "secret in a header": () => {
    // What both sides must encode.
    const secret = `${randomUUID()}+/ %:é`;
    return [{ auth: "basic", secret }, { auth_method: "client_secret_basic", client_secret: secret, signing_alg: "ES256" }];
  },
  "key of its own": () => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const kid = "site-1";
    const keys = [{ ...publicKey.export({ format: "jwk" }), kid, alg: "ES256", use: "sig" }];
    const jwk = { ...privateKey.export({ format: "jwk" }), kid };
    return [{ auth: "private_key_jwt", jwk }, { auth_method: "private_key_jwt", jwks: JSON.stringify({ keys }) }];
  },
};

const test = base.extend({
  authority: [
    async ({}, use) => {
      const authority = await Authority.make(["localhost"]);
      await use(authority);
      await authority.remove();
    },
    { scope: "worker" },
  ],

  browser: [
    async ({ authority, launchOptions }, use) => {
      const args = [...launchOptions.args, authority.chromiumSwitch];
      const browser = adverse(await chromium.launch({ ...launchOptions, args }));
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],

  way: ["", { option: true }],

  /** The login server and the site's own, each behind https: `site` is the address of the latter. */
  server: async ({ authority, way }, use) => {
    const ports = { site: await freePort() };
    const fronts = { site: await Front.start(authority, () => ports.site), login: await Front.start(authority, () => ports.login) };
    const [url, login] = [fronts.site, fronts.login].map(({ port }) => `https://localhost:${port}`);
    const [own, oidc] = SITES[way]();
    const file = settingsFile([`${url}/callback`], { ...oidc, post_logout_redirect_uris: [`${url}/`] });
    const server = await Server.start({ GUARD_PUBLIC_URL: login }, file);
    ports.login = Number(new URL(server.url).port);
    const SITE = JSON.stringify({ ...own, url, port: ports.site, issuer: `${login}/oidc` });
    const env = { ...process.env, SITE, NODE_EXTRA_CA_CERTS: authority.file };
    const child = spawn(process.execPath, [PROGRAM], { env, stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit");
    await Promise.race([once(child.stdout, "data"), ended.then(() => Promise.reject(new Error("the site did not start")))]);
    await use({ site: url });
    child.kill();
    await ended;
    for (const front of Object.values(fronts)) await front.stop();
    await server.remove();
  },

  site: async ({ server }, use) => use(server.site),
});

/** How a person proves who they are: as with the other clients, and by the server's own form. */
const HOW = {
  ...METHODS,
  "password, without scripts": async (page) => {
    await page.getByLabel("Account", { exact: true }).fill("lin");
    await page.getByLabel("Password", { exact: true }).fill("shanlan-tea-2026");
    await page.getByRole("button", { name: "Log in", exact: true }).click();
  },
};

for (const [way, method] of [
  ["secret in the body", "password, without scripts"],
  ["secret in a header", "QR"],
  ["key of its own", "password"],
]) {
  test.describe(way, () => {
    test.use({ way, javaScriptEnabled: !method.endsWith("without scripts") });

    test(`login with ${method}, user info, refresh, revocation and logout`, async ({ page, phone, site }) => {
      await page.goto(`${site}/login`);
      await HOW[method](page, phone);
      await page.waitForURL(`${site}/`);
      await expect(page.locator("#who")).toHaveText("demo-lin");

      await page.goto(`${site}/info`);
      const info = JSON.parse(await page.locator("pre").innerText());
      expect(info).toMatchObject({ sub: "demo-lin", preferred_username: "lin", email: "lin@shanlan.cn", active: true });
      await page.goto(`${site}/refresh`);
      await expect(page.locator("pre")).toHaveText("access_token,id_token,refresh_token old:false");
      await page.goto(`${site}/revoke`);
      await expect(page.locator("pre")).toHaveText("active:false");

      // Whom the server knows is let in without a word.
      await page.goto(`${site}/login`);
      await page.waitForURL(`${site}/`);
      await expect(page.locator("#who")).toHaveText("demo-lin");
      await page.goto(`${site}/logout`);
      await page.waitForURL(`${site}/`);
      await expect(page.locator("#who")).toHaveText("nobody");
      await page.goto(`${site}/left`);
      await expect(page.locator("pre"), "the access token has ended, too").toHaveText("active:false");
      await page.goto(`${site}/login`);
      await expect(page.getByRole("heading", { name: "Log in to Shanlan" })).toBeVisible();
    });
  });
}
