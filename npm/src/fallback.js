// The card in the place of the box when there is no module: a few words, another try, the way to the hosted login page.
import { labels } from "./labels.js";
import { card, make, node } from "./nodes.js";
import { CLOUD } from "./prefetch.js";

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

/**
 * @param {{ host?: string, appId?: string, lang?: string | null, theme?: string, bare?: boolean }} options
 * @param {() => void} [retry] tries again, where that may help
 */
export const fallback = (options, retry) => {
  const text = labels(options);
  const href = hostedPage(options.host, options.appId, location.href);
  const message = node("p", "guard-status-title", text("fallback"));
  const stack = node("div", "guard-stack", make("div", { class: "guard-status", role: "alert" }, message));
  const quiet = "guard-button guard-button-quiet";
  if (retry) {
    const button = make("button", { class: quiet, type: "button" }, text("retry"));
    button.addEventListener("click", retry);
    stack.append(button);
  }
  if (href) stack.append(make("a", { class: quiet, href }, text("hosted")));
  return card(options, node("div", "guard-body", node("div", "guard-qr", stack)));
};
