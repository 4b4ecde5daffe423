// The README's ways to the hosted page, each on a site of another origin.
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import { distDir, exampleDir } from "../support/paths.js";
import { Provider } from "../support/provider.js";
import { snippet } from "../support/readme.js";
import { Shop } from "../support/shop.js";
import { expect, test as base } from "../support/test.js";

const ROOT = join(import.meta.dirname, "../../..");

const test = base.extend({
  provider: async ({}, use) => {
    const provider = await Provider.start();
    await use(provider);
    await provider.stop();
  },

  shop: async ({ provider }, use) => {
    const shop = await Shop.start();
    /** A snippet for this site. */
    shop.adapt = (code) => code.replaceAll("https://login.example.com", provider.url).replaceAll("https://shop.example.com", shop.url);
    await use(shop);
    await shop.stop();
  },
});

const html = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,"><body>${body}`;

/** What a person does on the hosted page. */
const logIn = (page) => page.getByRole("link", { name: "Log in" }).click();

const popupOf = async (page, button) => (await Promise.all([page.waitForEvent("popup"), button.click()]))[0];

const lines = (code) => code.trim().split("\n").length;

test("by redirect, in plain HTML", async ({ page, shop }) => {
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
  test(`by popup, in plain HTML${what}`, async ({ page, shop }) => {
    const code = snippet("By popup", "html");
    expect(lines(code)).toBeLessThanOrEqual(10);
    Object.assign(shop, { page: html(shop.adapt(code)), headers });
    await page.goto(shop.url);
    await logIn(await popupOf(page, page.locator("#login")));
    await expect(page).toHaveTitle("Hello 林晓");
  });
}

test.describe("in React", () => {
  test.beforeEach(async ({ page, shop }) => {
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

  test("by redirect, though React calls effects twice", async ({ page, shop }) => {
    await page.getByRole("button", { name: "Log in" }).click();
    await logIn(page);
    await expect(page.getByRole("heading")).toHaveText("Hello 林晓");
    expect(page.url()).toBe(`${shop.url}/`);
  });

  test("by popup", async ({ page }) => {
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
  const open = async (page, shop, provider) => {
    const folder = exampleDir("yew");
    for (const { parentPath, name } of (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())) {
      const path = join(parentPath, name);
      shop.files[path.slice(folder.length).replaceAll("\\", "/")] = await readFile(path);
    }
    shop.page = String(shop.files["/index.html"]);
    await page.goto(`${shop.url}/?${new URLSearchParams({ hosted: "shop", host: provider.url })}`);
  };

  test("by redirect", async ({ page, shop, provider }) => {
    await open(page, shop, provider);
    await page.getByRole("button", { name: "Log in" }).click();
    await logIn(page);
    await expect(page.getByRole("heading")).toHaveText("Hello 林晓");
    expect(page.url()).not.toContain("code=");
  });

  test("by popup", async ({ page, shop, provider }) => {
    await open(page, shop, provider);
    await logIn(await popupOf(page, page.getByRole("button", { name: "In a popup" })));
    await expect(page.getByRole("heading")).toHaveText("Hello 林晓");
  });
});
