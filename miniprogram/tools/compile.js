// Every page through WeChat's own compilers, as the upload would do it. They are programs for x86-64.

const assert = require("node:assert/strict");
const path = require("node:path");
const { JSDOM } = require("jsdom");
const compiler = require("miniprogram-compiler");

const { pages } = require("../source/app.json");

const source = path.join(__dirname, "../source");
const { window } = new JSDOM("", { url: "https://page.example" });

/** @type {(code: string) => Function} */
function run(code) {
  const { document, navigator } = window;
  Object.assign(window, { __webview_engine_version__: 0.02, __wcc_version__: "", __wxConfig: {} });
  return new Function("window", "document", "navigator", "global", code)(window, document, navigator, {});
}

const template = run(compiler.wxmlToJs(source));
const style = run(compiler.wxssToJs(source));
for (const page of pages) {
  assert.equal(typeof template(`${page}.wxml`), "function", `wcc made nothing of ${page}.wxml`);
  assert.equal(typeof style(`${page}.wxss`), "function", `wcsc made nothing of ${page}.wxss`);
  console.log(`${page}: compiled`);
}
assert.equal(typeof style("app.wxss"), "function", "wcsc made nothing of app.wxss");
console.log("app.wxss: compiled");
