// The drawn phone: WeChat and its camera round the mini program's own source.
// The page that embeds it may hold a code before the camera with the message `{ guardPhone: "scan", text }` or
// `{ guardPhone: "scan", picture }` (a Blob), and is told `{ guardPhone: "camera" }` when the camera opens.

import { files, modules } from "./program-source.js";
import { Program } from "./program.js";
import { read, textOf } from "./camera.js";
import { wordsOf } from "./words.js";
import { createWx } from "./wx.js";
import { styleOf } from "./wxss.js";

const asked = new URLSearchParams(location.search);
const language = asked.get("lang") ?? (/^zh/i.test(navigator.language) ? "zh_CN" : "en");
const theme = ["light", "dark"].find((theme) => theme === asked.get("theme"));
const words = wordsOf(language);
const find = (id) => document.getElementById(id);

/** What waits for the camera, while it is open. */
let seen = null;
let toast = null;

function show(name) {
  for (const section of ["rest", "program", "camera"]) find(section).hidden = section !== name;
}

/** Opens the camera; answers what it reads. */
function scan() {
  const before = find("program").hidden ? "rest" : "program";
  show("camera");
  find("camera-wrong").textContent = "";
  find("camera-input").value = "";
  if (window.parent !== window) window.parent.postMessage({ guardPhone: "camera" }, "*");
  return new Promise((resolve, reject) => {
    seen = { resolve, reject };
  }).finally(() => {
    seen = null;
    show(before);
  });
}

/** The number that belongs to the phone is shared only when the person says so. */
function share() {
  find("question").hidden = false;
  find("question-title").focus();
  return new Promise((decided) => {
    find("refuse").onclick = () => decided({ errMsg: "getPhoneNumber:fail user deny" });
    find("allow").onclick = () => decided(code("phone").then((code) => ({ errMsg: "getPhoneNumber:ok", code })));
  }).finally(() => {
    find("question").hidden = true;
  });
}

/** A code of the fake WeChat. */
async function code(kind) {
  const response = await fetch(`wechat/${kind}-code`, { method: "POST" });
  if (!response.ok) throw new Error(`${kind}:fail ${response.status}`);
  return (await response.json()).code;
}

const screen = find("screen").attachShadow({ mode: "open" });
const base = new CSSStyleSheet();
base.replaceSync(
  "button { appearance: none; font: inherit; cursor: pointer; } input { font: inherit; outline-offset: 2px; } [tabindex] { cursor: pointer; } :focus-visible { outline: 3px solid #89a4eb; } :host { display: block; }",
);

const phone = {
  language,
  fontSize: Number(asked.get("size") ?? 16),
  entered: { scene: 1001 },
  server: location.origin,
  code,
  scan,
  share,
  title: (title) => void (find("title").textContent = title),
  turnTo: (url) => program.reLaunch(url),
  turned(page) {
    const sheets = [base, ...["app.wxss", `${page}.wxss`].map((name) => Object.assign(new CSSStyleSheet(), { name }))];
    sheets.slice(1).forEach((sheet) => sheet.replaceSync(styleOf(files[sheet.name], theme)));
    screen.adoptedStyleSheets = sheets;
    find("screen").scrollTop = 0;
  },
  copied() {
    clearTimeout(toast);
    find("toast").textContent = words.copied;
    find("toast").hidden = false;
    toast = setTimeout(() => void (find("toast").hidden = true), 1500);
  },
  closed() {
    show("rest");
  },
};

const root = document.createElement("div");
screen.append(root);
const config = {};
modules["config.js"](null, config, {});
const program = new Program({ modules, files }, createWx(phone, config.exports.server), root, phone);

/** WeChat's own camera has read a code, and opens the mini program by it. */
function open({ path, result }, entry) {
  const scene = /[?&]scene=([^&]*)/.exec(path ?? "")?.[1];
  phone.entered = { scene: entry ?? (scene ? 1047 : 1011) };
  show("program");
  program.open(scene ? { scene } : result ? { q: encodeURIComponent(result) } : {});
}

/** What is held before the camera, open or not. */
async function hold(held, entry) {
  const text = typeof held === "string" ? held : await textOf(held);
  if (!text) {
    find("camera-wrong").textContent = words.notRead;
    return;
  }
  if (seen) seen.resolve(read(text));
  else open(read(text), entry);
}

for (const [id, word] of [
  ["rest-text", "rest"],
  ["scan", "scan"],
  ["camera-text", "camera"],
  ["camera-label", "label"],
  ["cancel", "cancel"],
  ["question-title", "question"],
  ["question-text", "verified"],
  ["refuse", "refuse"],
  ["allow", "allow"],
]) {
  find(id).textContent = words[word];
}
find("leave").setAttribute("aria-label", words.leave);
if (theme) document.documentElement.style.colorScheme = theme;
document.documentElement.lang = language.replace("_", "-");
find("scan").addEventListener("click", () =>
  scan().then(
    (read) => open(read),
    () => {},
  ),
);
find("cancel").addEventListener("click", () => seen?.reject(new Error("scanCode:fail cancel")));
find("leave").addEventListener("click", () => phone.closed());
find("camera-input").addEventListener("change", ({ target }) => hold(target.value));
addEventListener("message", ({ source, data }) => {
  if (source === window.parent && data?.guardPhone === "scan")
    void hold(data.picture ?? String(data.text ?? ""), data.entry);
});
addEventListener("paste", ({ clipboardData }) => clipboardData.files[0] && hold(clipboardData.files[0]));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) void hold(file);
});

const entry = asked.has("entry") ? Number(asked.get("entry")) : undefined;
if (asked.has("scene")) open({ path: `?scene=${encodeURIComponent(asked.get("scene"))}` }, entry);
else if (asked.has("link")) open({ result: asked.get("link") }, entry);
else if (asked.has("open")) open({}, 1001);
