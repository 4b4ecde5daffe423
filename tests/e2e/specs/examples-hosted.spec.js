// The README's ways to the hosted page, each on a site of another origin.
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import { distDir, exampleDir } from "../support/paths.js";
import { snippet } from "../support/readme.js";
import { Server } from "../support/server.js";
import { Shop } from "../support/shop.js";
import { expect, test as base } from "../support/test.js";
import { Widget } from "../support/widget.js";

const ROOT = join(import.meta.dirname, "../../..");

const test = base.extend({
  shop: async ({}, use) => {
    const shop = await Shop.start();
    await use(shop);
    await shop.stop();
  },

  server: async ({ shop }, use) => {
    // The demo's users; the Yew example has its settings in its address.
    const file = (url) => `[app]\nid = "demo"\nname = "Shanlan"\nredirect_uris = ${JSON.stringify([`${shop.url}/`, `${shop.url}/?hosted=demo&host=${url}`])}\n`;
    const server = await Server.start({}, file);
    /** A snippet for this site. */
    shop.adapt = (code) => code.replaceAll("https://login.example.com", server.url).replaceAll("https://shop.example.com", shop.url).replaceAll("my-app", "demo");
    await use(server);
    await server.remove();
  },
});

const html = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,"><body>${body}`;

/** What a person does on the hosted page, in the widget that has taken the form's place. */
const logIn = async (page) => {
  const widget = new Widget(page.locator("guard-widget"));
  await widget.element.getByRole("heading").waitFor();
  await widget.logIn();
};

const popupOf = async (page, button) => (await Promise.all([page.waitForEvent("popup"), button.click()]))[0];

const lines = (code) => code.trim().split("\n").length;

test("by redirect, in plain HTML", async ({ page, shop, server: _ }) => {
  const code = snippet("By redirect", "html");
  expect(lines(code)).toBeLessThanOrEqual(10);
  shop.page = html(shop.adapt(code));
  await page.goto(shop.url);
  await page.locator("#login").click();
  await logIn(page);
  await expect(page).toHaveTitle("Hello 林晓");
  expect(page.url()).toBe(`${shop.url}/`);
});

for (const [what, headers] of [["", {}], [", on a page that cuts its popups off", { "cross-origin-opener-policy": "same-origin" }]]) {
  test(`by popup, in plain HTML${what}`, async ({ page, shop, server: _ }) => {
    const code = snippet("By popup", "html");
    expect(lines(code)).toBeLessThanOrEqual(10);
    Object.assign(shop, { page: html(shop.adapt(code)), headers });
    await page.goto(shop.url);
    await logIn(await popupOf(page, page.locator("#login")));
    await expect(page).toHaveTitle("Hello 林晓");
  });
}

test.describe("in React", () => {
  test.beforeEach(async ({ page, shop, server: _ }) => {
    // Of the tools and the example, which have them.
    const { build } = createRequire(join(ROOT, "npm/tools/package.json"))("esbuild");
    const render = `import { StrictMode } from "react"; import { createRoot } from "react-dom/client";
      createRoot(document.querySelector("main")!).render(<StrictMode><Login /></StrictMode>);`;
    const { outputFiles } = await build({
      stdin: { contents: `${shop.adapt(snippet("Both, in React", "tsx"))}\n${render}`, loader: "tsx", resolveDir: join(ROOT, "examples/react") },
      bundle: true,
      write: false,
      format: "esm",
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"development"' },
      alias: { "guard-widget/hosted": join(distDir(), "hosted.js") },
    });
    shop.files["/app.js"] = outputFiles[0].text;
    shop.page = html('<main></main><script type="module" src="/app.js"></script>');
    await page.goto(shop.url);
  });

  test("by redirect, though React calls effects twice", async ({ page, shop, server: _ }) => {
    await page.getByRole("button", { name: "Log in" }).click();
    await logIn(page);
    await expect(page.getByRole("heading")).toHaveText("Hello 林晓");
    expect(page.url()).toBe(`${shop.url}/`);
  });

  test("by popup", async ({ page, server: _ }) => {
    await logIn(await popupOf(page, page.getByRole("button", { name: "In a popup" })));
    await expect(page.getByRole("heading")).toHaveText("Hello 林晓");
  });
});

test.describe("in Yew", () => {
  test("is what the example does", async () => {
    const example = await readFile(join(ROOT, "examples/yew-app/src/hosted.rs"), "utf8");
    expect(example.replace("pub(crate) ", "").replace(/^\/\/!.*\n\n/, "")).toBe(snippet("Both, in Yew", "rust"));
  });

  /** Opens the example as a site of its own. */
  const open = async (page, shop, server) => {
    const folder = exampleDir("yew");
    for (const { parentPath, name } of (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())) {
      const path = join(parentPath, name);
      shop.files[path.slice(folder.length).replaceAll("\\", "/")] = await readFile(path);
    }
    shop.page = String(shop.files["/index.html"]);
    await page.goto(`${shop.url}/?${new URLSearchParams({ hosted: "demo", host: server.url })}`);
  };

  test("by redirect", async ({ page, shop, server }) => {
    await open(page, shop, server);
    await page.getByRole("button", { name: "Log in" }).click();
    await logIn(page);
    await expect(page.getByRole("heading")).toHaveText("Hello 林晓");
    expect(page.url()).not.toContain("code=");
  });

  test("by popup", async ({ page, shop, server }) => {
    await open(page, shop, server);
    await logIn(await popupOf(page, page.getByRole("button", { name: "In a popup" })));
    await expect(page.getByRole("heading")).toHaveText("Hello 林晓");
  });

  test("a login that ends at the server is forgotten when the person comes back", async ({ page, context, shop, server, complaints }) => {
    await open(page, shop, server);
    await page.getByRole("button", { name: "Log in" }).click();
    await logIn(page);
    await expect(page.getByRole("heading")).toHaveText("Hello 林晓");
    const other = await context.newPage();
    await other.goto(`${server.url}/oidc/session/end`);
    await other.getByRole("button", { name: "Log out" }).click();
    await expect(other.getByRole("heading")).toHaveText("You are logged out");
    // Chromium writes the answer that tells so to the console.
    complaints.allowed.push(/401 .*\/oidc\/me$/);
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await expect(page.getByRole("button", { name: "Log in" })).toBeVisible();
  });
});
