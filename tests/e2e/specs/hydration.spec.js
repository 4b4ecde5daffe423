// A page that a server has rendered and React or Vue takes over, with several children in slots of a box without shadow root:
// whether the box is drawn before or after, there is no mismatch, and the children stay the framework's.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { createSSRApp, h } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";
import { openBeside } from "../support/pages.js";
import { expect, test } from "../support/test.js";

const require = createRequire(import.meta.url);

const BOX = { "app-id": "demo", host: "/", shadow: "none" };

/** React for a page without a bundler: its files for development, which complain of every mismatch. */
const reactScript = async () => {
  const files = {
    react: "react/cjs/react.development.js",
    "react-dom": "react-dom/cjs/react-dom.development.js",
    scheduler: "scheduler/cjs/scheduler.development.js",
    client: "react-dom/cjs/react-dom-client.development.js",
  };
  const modules = await Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      const path = require.resolve(`${file.split("/")[0]}/package.json`).replace("package.json", file.split("/").slice(1).join("/"));
      return `${JSON.stringify(name)}(exports, module, require) {${await readFile(path, "utf8")}}`;
    }),
  );
  return `{
    globalThis.process = { env: { NODE_ENV: "development" } };
    const sources = { ${modules.join(",\n")} };
    const made = {};
    const require = (name) => {
      if (!made[name]) {
        const module = (made[name] = { exports: {} });
        sources[name](module.exports, module, require);
      }
      return made[name].exports;
    };
    globalThis.React = require("react");
    globalThis.ReactDOM = require("client");
  }`;
};

/** The children of the box, by the state of the app. Text, several in one slot, and one that is not always there. */
const children = (make, { name, more }) => [
  make("img", { slot: "logo", key: "logo", alt: "", src: "data:," }),
  make("a", { slot: "terms", key: "terms", href: "/terms" }, "Terms"),
  make("a", { slot: "terms", key: "privacy", href: "/privacy" }, "Privacy"),
  ...(more ? [make("p", { slot: "terms", key: "more" }, "More")] : []),
  make("p", { slot: "footer", key: "footer" }, `Hello ${name}`),
];

const STATE = { name: "you", more: true };

const FRAMEWORKS = {
  "React 19": {
    script: reactScript,
    render: async () => renderToString(createElement("guard-widget", BOX, ...children(createElement, STATE))),
    hydrate: ([BOX, STATE, children]) => {
      // It is given as text, since functions do not travel.
      const of = (0, eval)(children);
      const App = () => {
        const [state, setState] = React.useState(STATE);
        globalThis.setApp = setState;
        return React.createElement("guard-widget", BOX, ...of(React.createElement, state));
      };
      ReactDOM.hydrateRoot(document.getElementById("root"), React.createElement(App), {
        onRecoverableError: (error) => console.error(error.message),
      });
    },
  },
  "Vue 3": {
    script: () => readFile(require.resolve("vue/dist/vue.global.js"), "utf8"),
    render: () =>
      renderVue(createSSRApp({ render: () => h("guard-widget", BOX, children(h, STATE)) })),
    hydrate: ([BOX, STATE, children]) => {
      const of = (0, eval)(children);
      const app = Vue.createSSRApp({
        setup() {
          const state = Vue.ref(STATE);
          globalThis.setApp = (next) => (state.value = next);
          return () => Vue.h("guard-widget", BOX, of(Vue.h, state.value));
        },
      });
      app.config.compilerOptions.isCustomElement = (tag) => tag === "guard-widget";
      app.config.warnHandler = (message) => console.error(message);
      app.mount("#root");
    },
  },
};

const SCRIPT = '<script type="module" src="/dist/guard-widget.js"></script>';

for (const [framework, { script, render, hydrate }] of Object.entries(FRAMEWORKS)) {
  for (const order of ["before", "after"]) {
    test(`${framework} takes the page over ${order} the box is drawn, with five children in its slots`, async ({ page, server, widget }) => {
      const rendered = await render();
      const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">
${order === "after" ? SCRIPT : ""}</head><body><div id="root">${rendered}</div></body></html>`;
      await openBeside(page, server, body);
      await page.evaluate(() => document.querySelectorAll("[slot]").forEach((child) => (child.isOfServer = true)));
      if (order === "after") await widget.qrTab.waitFor();
      await page.addScriptTag({ content: await script() });
      await page.evaluate(hydrate, [BOX, STATE, `(${children})`]);
      if (order === "before") await page.addScriptTag({ url: "/dist/guard-widget.js", type: "module" });
      await widget.qrTab.waitFor();
      await expect(page.locator("slot[name=footer] [slot=footer]")).toHaveText("Hello you");
      await expect(page.locator("slot[name=terms] [slot=terms]")).toHaveText(["Terms", "Privacy", "More"]);
      const kept = await page.locator("[slot]").evaluateAll((all) => all.map((child) => child.isOfServer === true));
      expect(kept, "the server's own elements").toEqual([true, true, true, true, true]);

      // From now on they are the framework's.
      await widget.account.fill("lin");
      await page.evaluate(() => globalThis.setApp({ name: "Lin", more: false }));
      await expect(page.locator("[slot=footer]")).toHaveText("Hello Lin");
      await expect(page.locator("[slot=terms]")).toHaveText(["Terms", "Privacy"]);
      await page.evaluate(() => globalThis.setApp({ name: "Lin", more: true }));
      await expect(page.locator("slot[name=terms] [slot=terms]")).toHaveText(["Terms", "Privacy", "More"]);
      await expect(widget.account).toHaveValue("lin");
      await widget.logIn();
      await expect(widget.status("success")).toBeVisible();
    });
  }
}
