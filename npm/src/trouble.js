// What is shown when the module can't be had: a few words, and the way to the hosted login page.
import { card, node } from "./nodes.js";

const CLOUD = "https://core.authing.cn";

const TEXTS = {
  zh: ["登录框无法在此页面加载。", "前往登录页"],
  en: ["The login box could not be loaded on this page.", "Go to the login page"],
};

/**
 * The hosted login page; none when `host` is no web address.
 * @param {string | null} host
 * @param {string | null} appId
 * @param {string} base URL of the page
 */
export const hostedPage = (host, appId, base) => {
  if (!URL.canParse(host || CLOUD, base)) return undefined;
  const url = new URL(host || CLOUD, base);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/login`;
  url.search = url.hash = "";
  if (appId) url.searchParams.set("app_id", appId);
  return url.href;
};

/**
 * The language of the person, as far as there are words in it.
 * @param {string | null} wanted
 * @param {readonly string[]} preferred
 * @returns {"zh" | "en"}
 */
export const language = (wanted, preferred) =>
  [wanted || "", ...preferred].map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in TEXTS) ?? "en";

/** @param {Element} host */
export const trouble = (host) => {
  const [text, link] = TEXTS[language(host.getAttribute("lang"), navigator.languages)];
  const href = hostedPage(host.getAttribute("host"), host.getAttribute("app-id"), location.href);
  const message = node("div", "guard-status", node("p", "guard-status-title", text));
  message.setAttribute("role", "alert");
  const stack = node("div", "guard-stack", message);
  if (href) {
    const button = node("a", "guard-button guard-button-quiet", link);
    button.href = href;
    stack.append(button);
  }
  return card(host, node("div", "guard-body", node("div", "guard-qr", stack)));
};
