// The demo site: embeds the login box as any site would, and shows what a site does after the login.

import { words } from "/demo/words.js";

const find = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const lang = query.get("lang") in words ? query.get("lang") : /^zh\b/i.test(navigator.language) ? "zh-CN" : "en-US";
const asked = ["light", "dark"].find((theme) => theme === query.get("theme"));
const theme = asked ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
const text = words[lang];
const fill = (pattern, name) => pattern.replace("{name}", name);

let token = null;
/** The box, once it can be used. */
let ready = null;
/** Asks from time to time whether the login still counts, where a phone can end it. */
let watch = null;

/** A fresh login box. Everything a site has to do is here: one element and one listener. */
function drawWidget() {
  const widget = document.createElement("guard-widget");
  for (const [name, value] of Object.entries({ "app-id": "demo", host: "/", lang, theme })) widget.setAttribute(name, value);
  ready = new Promise((done) => widget.addEventListener("guard-ready", () => done(widget), { once: true }));
  widget.addEventListener("guard-login", (event) => enter(event.detail));
  for (const change of ["guard-qr-status", "guard-tab-change"]) {
    // A moment later: the event may come before the box has drawn what it tells of.
    widget.addEventListener(change, () => setTimeout(() => drawPhoneLink(widget)));
  }
  find("widget-place").replaceChildren(widget);
  drawPhoneLink(widget);
}

/** The link to the phone's page: there while a code is shown that leads to this server. */
function drawPhoneLink(widget) {
  const link = find("phone-link");
  let path = null;
  try {
    path = widget.qrText ? new URL(widget.qrText).pathname : null;
  } catch {
    path = null;
  }
  link.hidden = !path?.startsWith("/m/");
  if (link.hidden) link.removeAttribute("href");
  else link.href = path;
}

/** What a site does with the token: ask its server who that is. */
async function enter({ method, user, token: fresh }) {
  token = fresh ?? user?.token ?? null;
  const name = nameOf(user);
  find("login").hidden = true;
  find("widget-place").replaceChildren();
  find("welcome").hidden = false;
  find("avatar").hidden = !user?.photo;
  if (user?.photo) find("avatar").src = user.photo;
  find("greeting").textContent = fill(text.greeting, name);
  find("method").textContent = text.by[method in text.by ? method : "qrcode"];
  find("proof").textContent = text.asking;
  find("answer").textContent = "";
  find("greeting").focus();
  const me = await ask("/api/v2/users/me");
  find("proof").textContent = me ? fill(text.proof, nameOf(me)) : text.refused;
  if (me) {
    const { id, username, nickname, email, phone } = me;
    const known = Object.entries({ id, username, nickname, email, phone }).filter(([, value]) => value);
    find("answer").textContent = `GET /api/v2/users/me\n${JSON.stringify(Object.fromEntries(known), null, 2)}`;
  }
  if (me && !find("phone").hidden) watch = setInterval(async () => (await ask("/api/v2/users/me")) || ended(), 2000);
}

/** What to call somebody: who came by WeChat may have a number alone, or nothing; an id is no name. */
const nameOf = (user) => user?.nickname || user?.username || user?.phone || text.nameless;

async function ask(path, method = "GET") {
  try {
    // After the hosted page there is no token here: its cookie goes along by itself.
    const headers = token ? { authorization: `Bearer ${token}`, "x-authing-app-id": "demo" } : {};
    const response = await fetch(path, { method, headers });
    const envelope = await response.json();
    return envelope.code === 200 ? envelope.data : null;
  } catch {
    return null;
  }
}

async function leave() {
  clearInterval(watch);
  await ask("/api/v2/logout", "POST");
  ended();
}

/** Back to the box, whoever ended the login. */
function ended() {
  clearInterval(watch);
  token = null;
  find("welcome").hidden = true;
  find("login").hidden = false;
  drawWidget();
}

function link(id, name, value, label) {
  const target = new URLSearchParams(query);
  target.set(name, value);
  find(id).href = `/?${target}`;
  find(id).textContent = label;
}

document.documentElement.lang = lang;
document.documentElement.dataset.theme = theme;
for (const element of document.querySelectorAll("[data-word]")) element.textContent = text[element.dataset.word];
const back = new URLSearchParams({ lang, theme, welcome: "" });
find("hosted-link").href = `/login?${new URLSearchParams({ app_id: "demo", lang, theme, redirect_uri: `/?${back}` })}`;
link("switch-lang", "lang", lang === "zh-CN" ? "en-US" : "zh-CN", text.otherLang);
link("switch-theme", "theme", theme === "dark" ? "light" : "dark", theme === "dark" ? text.light : text.dark);
find("logout").addEventListener("click", leave);
find("widget-script").addEventListener("error", () => (find("broken").hidden = false));
drawWidget();

// `cargo xtask demo --wechat` has a phone to stand beside the box.
const settings = await fetch("/demo/settings.json").then((response) => response.json(), () => ({}));
if (settings.phone) {
  const { stand } = await import("/demo/phone.js");
  stand({ phone: settings.phone, lang, theme, text, box: () => ready });
}

// The hosted page comes back to here with a cookie that this script cannot read; the server can.
if (query.has("welcome")) {
  const user = await ask("/api/v2/users/me");
  if (user) enter({ method: "hosted", user });
}
