// The snippets of the README, as they are printed there. Its Rust is a documentation test; what it says of React and Vue
// is what examples/ do.
import { events } from "../support/events.js";
import { openBeside } from "../support/pages.js";
import { snippet } from "../support/readme.js";
import { expect, test } from "../support/test.js";
import { Widget } from "../support/widget.js";

/** The table `[app]` of the server's configuration, as environment variables. */
const configured = () => {
  const [, table] = snippet("The server", "toml").split("[app]\n");
  const keys = [...table.matchAll(/^(\w+) = (.+)$/gm)];
  return Object.fromEntries(keys.map(([, key, value]) => [`GUARD_APP_${key.toUpperCase()}`, [JSON.parse(value)].flat().join(",")]));
};

const page1 = () => snippet("In HTML", "html");

/** A module script, as the snippet is one: no eval is involved. */
const run = (page, code) => page.addScriptTag({ type: "module", content: code });

/** What the page writes to its console from now on. */
const listen = (page) => {
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  return said;
};

test("In HTML: the page logs in and greets", async ({ page, server }) => {
  await openBeside(page, server, page1());
  const widget = new Widget(page.locator("guard-widget"));
  await widget.logIn();
  await expect(page).toHaveTitle("Hello 林晓");
});

test("In a dialog: the button opens it, and Escape closes it", async ({ page, server }) => {
  await openBeside(page, server, `${page1()}${snippet("In a dialog", "html")}`);
  const widget = new Widget(page.locator("#dialog"));
  await page.locator("#enter").click();
  await expect(widget.account).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(widget.account).toBeHidden();
});

test("Without the box: both scans show their codes, and the password logs in", async ({ page, server }) => {
  await openBeside(page, server, `<!doctype html><div id="qr"></div>`);
  const said = listen(page);
  await run(page, snippet("Without the box", "js"));
  await expect.poll(() => said).toContain("password 林晓 string");
  await expect(page.locator("#qr"), "stopped").toBeEmpty();
  await expect.poll(() => said).toContain("session loading undefined");
});

test("Your own backend: its answers are shown, and its error, too", async ({ page, server, widget }) => {
  await openBeside(page, server, page1());
  await widget.ready();
  await page.route("**/session", (route) => {
    const { account } = route.request().postDataJSON();
    return account === "lin" ? route.fulfill({ json: { user: { nickname: "Lin" }, token: "t" } }) : route.fulfill({ status: 401 });
  });
  await page.evaluate(() => globalThis.addEventListener("unhandledrejection", ({ reason }) => console.error(reason)));
  await run(page, snippet("Your own backend", "js"));
  await expect(widget.element.getByRole("heading")).toHaveText("Log in to My shop");
  await widget.logIn("lin");
  await expect.poll(() => events(page, "guard-login")).toMatchObject([{ detail: { token: "t", user: { nickname: "Lin" } } }]);
});

test("Events: the listeners hear of the code", async ({ page, server }) => {
  await openBeside(page, server, page1());
  const widget = new Widget(page.locator("guard-widget"));
  await widget.qrTab.waitFor();
  const said = listen(page);
  await run(page, snippet("Events", "js"));
  await widget.showCode();
  await expect.poll(() => said.some((text) => /^ready \d+$/.test(text))).toBe(true);
});

test("Theming: variables and parts reach the box", async ({ page, server }) => {
  await openBeside(page, server, page1());
  const widget = new Widget(page.locator("guard-widget"));
  await widget.submit.waitFor();
  await page.addStyleTag({ content: snippet("Theming", "css") });
  await expect(widget.submit).toHaveCSS("background-color", "rgb(11, 122, 67)");
  await expect(widget.submit).toHaveCSS("text-transform", "uppercase");
  await expect(widget.submit).toHaveCSS("border-radius", "6px");
});

test("Loading: what is asked for beforehand is not asked for again", async ({ page, server }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await openBeside(page, server, page1().replace("<script", `${snippet("Loading", "html")}<script`));
  await new Widget(page.locator("guard-widget")).ready();
  const files = () => asked.filter((path) => path.startsWith("/dist/") && !/\.[0-9a-f]{8}\.wasm$|\/guard-late\.js$/.test(path)).sort();
  await expect.poll(files).toEqual(["/dist/guard-module.js", "/dist/guard-widget.js", "/dist/guard_bg.wasm", "/dist/locales/en-US.json"]);
});

test.describe("The server", () => {
  // The users to log in with are the demo's, which has no other application beside it.
  const settings = { ...configured(), GUARD_APP_ID: "demo" };
  test.use({ settings });

  test("with this configuration the hosted page shows a code, logs in and continues", async ({ page, server }) => {
    const target = settings.GUARD_APP_REDIRECT_URIS;
    expect(settings.GUARD_APP_ALLOWED_ORIGINS, "the page's own origin is not in the list").not.toContain(server.url);
    await page.route(target, (route) => route.fulfill({ contentType: "text/html", body: "<h1>Welcome</h1>" }));
    await page.goto(`${server.url}/login?${new URLSearchParams({ app_id: settings.GUARD_APP_ID, redirect_uri: target })}`);
    const widget = new Widget(page.locator(".page"));
    await widget.showCode();
    await widget.passwordTab.click();
    await widget.logIn();
    await page.waitForURL(target);
  });
});
