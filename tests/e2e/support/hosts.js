// Pages that are hard on what is embedded in them (`pages/hostile`), on the origin of the server.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tag } from "./pages.js";
import { distDir } from "./paths.js";

const FOLDER = join(import.meta.dirname, "../pages/hostile");
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Style sheets of packages. */
const SHEETS = {
  "bootstrap.css": async () => readFile(fileURLToPath(import.meta.resolve("bootstrap/dist/css/bootstrap.min.css")), "utf8"),
  // What Tailwind's build puts in for `--theme(NAME, VALUE)`, when a site has no theme, is the value.
  "tailwind.css": async () =>
    (await readFile(fileURLToPath(import.meta.resolve("tailwindcss/preflight.css")), "utf8")).replaceAll("--theme(", "var("),
};

/** Properties of `document` that a name in the markup hides. */
export const NAMES = [
  ...["activeElement", "adoptedStyleSheets", "body", "addEventListener", "characterSet", "cookie", "createComment"],
  ...["createDocumentFragment", "createRange", "defaultView", "documentElement", "implementation", "querySelector", "removeEventListener"],
  ...["createElement", "createElementNS", "createTextNode", "currentScript", "dir", "dispatchEvent", "elementFromPoint", "fonts"],
  ...["forms", "getElementById", "getElementsByTagName", "hasFocus", "head", "hidden", "importNode", "links", "location"],
  ...["querySelectorAll", "readyState", "referrer", "scripts", "styleSheets", "title", "URL", "visibilityState"],
];

/** The first is a form, the second a picture, and so on: both hide names. */
const clobber = (names) =>
  names.map((name, index) => (index % 2 ? `<img alt="" name="${name}">` : `<form name="${name}"></form>`)).join("\n");

const SCRIPT = '<script type="module" src="/dist/guard-widget.js"></script>';

/** The text of a file of `pages/hostile` or of a package, with what is to be filled in. */
const content = async (file, { attributes = {}, names = NAMES, script = SCRIPT }) => {
  if (SHEETS[file]) return SHEETS[file]();
  const text = await readFile(join(FOLDER, file), "utf8");
  return text.replace("{{box}}", tag(attributes)).replace("{{script}}", script).replace("{{names}}", clobber(names));
};

/**
 * Opens a page of `pages/hostile` with a box in it, on the origin of the server.
 * @param {import("@playwright/test").Page} page
 * @param {import("./server.js").Server} server
 * @param {string} name of the file
 * @param {{ attributes?: Record<string, string | boolean>, names?: string[], script?: string }} settings attributes of
 *   the box, the names to hide, the tags of the scripts
 */
export const openHost = async (page, server, name, settings = {}) => {
  await page.route(`${server.url}/e2e/hostile/*`, async (route) => {
    const file = new URL(route.request().url()).pathname.split("/").at(-1);
    await route.fulfill({ contentType: TYPES[extname(file)], body: await content(file, settings) });
  });
  await page.goto(`${server.url}/e2e/hostile/${name}.html`);
};

/**
 * Serves `pages/hostile` over the network, on an origin of its own. A frame with an opaque origin needs that: what no
 * network has sent may not ask a server on this machine.
 * @param {import("./server.js").Server} server
 * @param {Record<string, string | boolean>} attributes of the box
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export const serveHosts = async (server, attributes = {}) => {
  const settings = { attributes: { host: server.url, ...attributes }, script: SCRIPT.replace("/dist", `${server.url}/dist`) };
  const listener = createServer(async (request, response) => {
    const file = request.url.slice(1);
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" });
    response.end(TYPES[extname(file)] ? await content(file, settings) : "");
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const stop = async () => {
    listener.closeAllConnections();
    listener.close();
    await once(listener, "close");
  };
  return { url: `http://127.0.0.1:${listener.address().port}`, stop };
};

/**
 * Opens a page that is itself a Yew app, the hosted page, and puts a box into the root of that app.
 * @param {import("@playwright/test").Page} page
 * @param {import("./server.js").Server} server
 * @param {Record<string, string>} attributes of the box
 */
export const openYewApp = async (page, server, attributes = {}) => {
  // With Yew's own marks on the nodes, as an app that is built elsewhere has them.
  await page.route("**/login/guard-page.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll("__guard_", "__yew_") });
  });
  await page.goto(`${server.url}/login?app_id=demo`);
  await page.locator(".page > .guard-scope input[name=username]").waitFor();
  await page.evaluate((attributes) => {
    const element = document.createElement("guard-widget");
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    // On whole pixels, as on the neutral page.
    Object.assign(element.style, { position: "absolute", top: "0", left: "0", width: "1000px" });
    document.querySelector(".page > .guard-scope").append(element);
    document.head.append(Object.assign(document.createElement("script"), { type: "module", src: "/dist/guard-widget.js" }));
  }, { "app-id": "demo", host: "/", ...attributes });
};

/**
 * Serves another version of the package at `/old/`: the same files, and an entry with other bytes.
 * @param {import("@playwright/test").Page} page
 * @param {import("./server.js").Server} server
 */
export const serveOld = (page, server) =>
  page.route(`${server.url}/old/**`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice("/old/".length);
    let body = await readFile(join(distDir(), file));
    if (file === "guard-widget.js") body = Buffer.concat([Buffer.from("/* another version */\n"), body]);
    await route.fulfill({ contentType: TYPES[extname(file)], body });
  });

/** Inherited properties, each with a value that nobody has by chance: what the page may not decide within the box. */
export const FOREIGN = JSON.parse(await readFile(join(FOLDER, "inherited.json"), "utf8"));

/** What must go on into the box: where the page hides it, turns it round or takes it out of reach. */
export const THE_PAGES_OWN = { direction: "rtl", visibility: "hidden", "pointer-events": "none" };

/**
 * The properties of `values` that an ancestor's style brings into the box, each with the first part where it is seen.
 * @param {import("@playwright/test").Locator} element the `<guard-widget>`
 * @param {Record<string, string>} values
 */
export const inherited = (element, values) =>
  element.evaluate((element, values) => {
    const { parentElement } = element;
    const all = [...(element.shadowRoot ?? element).querySelectorAll("[part=base], [part=base] *")];
    const seen = {};
    for (const [name, value] of Object.entries(values)) {
      const before = all.map((one) => getComputedStyle(one).getPropertyValue(name));
      parentElement.style.setProperty(name, value, "important");
      const changed = all.find((one, index) => getComputedStyle(one).getPropertyValue(name) !== before[index]);
      if (changed) seen[name] = `${changed.localName} ${changed.getAttribute("class") ?? ""}`.trim();
      parentElement.style.removeProperty(name);
    }
    return seen;
  }, values);

/**
 * Those of `values` that this browser really inherits.
 * @param {import("@playwright/test").Page} page
 * @param {Record<string, string>} values
 */
export const known = (page, values) =>
  page.evaluate((values) => {
    const [outer, inner] = [document.createElement("div"), document.createElement("div")];
    outer.append(inner);
    document.body.append(outer);
    const found = Object.entries(values).filter(([name, value]) => {
      const before = getComputedStyle(inner).getPropertyValue(name);
      outer.style.setProperty(name, value);
      const after = getComputedStyle(inner).getPropertyValue(name);
      outer.style.removeProperty(name);
      return after !== before;
    });
    outer.remove();
    return Object.fromEntries(found);
  }, values);
