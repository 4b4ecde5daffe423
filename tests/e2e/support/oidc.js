// The hosted login for other people's clients: a site of its own, its pages with published packages as they are, and a
// server that knows this one site. Behind https where a client insists on it or on names without a port.
import { chromium } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { adverse } from "./adverse.js";
import { readable } from "./qr.js";
import { Server } from "./server.js";
import { Shop } from "./shop.js";
import { test as base, expect } from "./test.js";
import { Authority, Front } from "./tls.js";
import { toml } from "./toml.js";
import { Widget } from "./widget.js";

export { expect };

const PAGES = join(import.meta.dirname, "../pages/oidc");

/** Where the server and the site are, to the browser: two origins of one site, as their cookies need it in frames. */
export const LOGIN = "https://login.shop.test";
export const SHOP = "https://www.shop.test";

/** The browser's file of a package, and that of what it imports: each package may have a version of its own. */
const authing = fileURLToPath(import.meta.resolve("@authing/web/dist/esm/index.esm.js"));
const oidcClient = fileURLToPath(import.meta.resolve("oidc-client-ts"));
const below = (file, name, path) => join(dirname(createRequire(file).resolve(name)), path);
const PACKAGES = {
  "/npm/authing-web.js": authing,
  "/npm/axios.js": below(authing, "axios/package.json", "dist/esm/axios.js"),
  "/npm/oidc-client-ts.js": oidcClient,
  "/npm/jwt-decode.js": below(oidcClient, "jwt-decode", "../esm/index.js"),
};

/**
 * A settings file whose one application is the demo's, so that there are people and phones, at a site.
 * @param {string[]} redirects where a login may end
 * @param {Record<string, unknown>} oidc keys of `[app.oidc]`
 */
export const settingsFile = (redirects, oidc) =>
  [
    '[app]\nid = "demo"\nname = "Shanlan"',
    `redirect_uris = ${toml(redirects)}`,
    "[app.oidc]",
    ...Object.entries(oidc).map(([key, value]) => `${key} = ${toml(value)}`),
  ].join("\n");

/** A site whose page is one of `pages/oidc`, with the packages beside it. @param {string} page its name */
const startShop = async (page) => {
  const shop = await Shop.start();
  shop.page = await readFile(join(PAGES, page), "utf8");
  shop.files = { "/callback": shop.page };
  for (const [path, file] of Object.entries(PACKAGES)) shop.files[path] = await readFile(file);
  return shop;
};

export const test = base.extend({
  /** The page of the site, in `pages/oidc`. */
  shopPage: ["", { option: true, scope: "worker" }],

  /** Server and site behind https, and the browser that finds them there. */
  world: [
    async ({ shopPage, launchOptions }, use) => {
      const names = [LOGIN, SHOP].map((url) => new URL(url).hostname);
      const authority = await Authority.make(names);
      const shop = await startShop(shopPage);
      const file = settingsFile([`${SHOP}/callback`], { post_logout_redirect_uris: [`${SHOP}/`] });
      const server = await Server.start({ GUARD_PUBLIC_URL: LOGIN }, file);
      const ports = { [names[0]]: Number(new URL(server.url).port), [names[1]]: Number(new URL(shop.url).port) };
      const front = await Front.start(authority, (name) => ports[name]);
      const found = names.map((name) => `MAP ${name}:443 127.0.0.1:${front.port}`).join(", ");
      const args = [...launchOptions.args, `--host-resolver-rules=${found}`, authority.chromiumSwitch];
      const browser = adverse(await chromium.launch({ ...launchOptions, args }));
      await use({ server, browser });
      await browser.close();
      await front.stop();
      await server.remove();
      await shop.stop();
      await authority.remove();
    },
    { scope: "worker" },
  ],

  browser: [async ({ world }, use) => use(world.browser), { scope: "worker" }],

  server: async ({ world }, use) => use(world.server),

  /** Pop-ups complain as the page does. */
  complaints: async ({ complaints, context, page }, use) => {
    context.on("console", (message) => {
      if (message.page() === page || message.type() !== "error") return;
      complaints.all.push(`${message.text()} ${message.location().url}`);
    });
    await use(complaints);
  },
});

/** How a person proves who they are at the hosted page: `METHODS.QR(page, phone)`. */
export const METHODS = {
  password: async (page) => {
    const widget = await hosted(page);
    await widget.logIn();
  },

  QR: async (page, phone) => {
    const widget = await hosted(page);
    await widget.showCode();
    const scan = await phone(await readable(page));
    await expect(widget.status("scanned")).toBeVisible();
    await scan.confirm(await widget.number());
  },
};

/** The box of the hosted page, once it stands in the place of the server's form. @param {import("@playwright/test").Page} page */
export const hosted = async (page) => {
  const widget = new Widget(page.locator("guard-widget"));
  await widget.qrTab.waitFor();
  return widget;
};
