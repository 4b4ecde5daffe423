// What is shown when the module can't be had: a few words, and the way to the hosted login page.
import { CLOUD } from "./early.js";
import { card, node } from "./nodes.js";
import { words } from "./words.js";

/**
 * The hosted login page; none when `host` is no web address.
 * @param {string | null | undefined} host
 * @param {string | null | undefined} appId
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

/** @param {{ host?: string, appId?: string, lang?: string | null, theme?: string, bare?: boolean }} options */
export const trouble = (options) => {
  const { trouble: text, hosted } = words(options.lang);
  const href = hostedPage(options.host, options.appId, location.href);
  const message = node("div", "guard-status", node("p", "guard-status-title", text));
  message.setAttribute("role", "alert");
  const stack = node("div", "guard-stack", message);
  if (href) {
    const button = node("a", "guard-button guard-button-quiet", hosted);
    button.href = href;
    stack.append(button);
  }
  return card(options, node("div", "guard-body", node("div", "guard-qr", stack)));
};
