// Asks for the application's configuration while the module is still on its way. The module decides whether the answer
// counts: it does when it would have asked the same server for the same application.

export const CLOUD = "https://core.authing.cn";

/** How long the answer may take, in ms. */
const TIMEOUT = 10_000;

/**
 * The address of the configuration; the module has the same.
 * @param {string} host as the attribute has it
 * @param {string} appId
 * @param {string} origin of the page
 * @returns {string | undefined} none when nothing may be asked there
 */
export const configUrl = (host, appId, origin) => {
  // Addresses that the module refuses, or that browsers read as something else than they look like.
  if (/^\/\/|[\s\\?#@]/.test(host.trim())) return undefined;
  const base = (host.startsWith("/") ? origin + host : host || CLOUD).trim().replace(/\/+$/, "");
  const text = `${base}/api/v2/applications/${appId}/public-config`;
  // Of other ids the module decides.
  if (!/^[\w-]+$/.test(appId) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const safe = url.protocol === "https:" || url.origin === origin || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return safe && /^https?:$/.test(url.protocol) ? text : undefined;
};

/**
 * Sends the request.
 * @param {{ appId?: string, host?: string, backend?: { config?: unknown } }} options
 * @typedef {{ status: number, body: string }} Reply
 * @typedef {{ host: string, appId: string, url: string, reply: Promise<Reply>, abort(): void, code?: Promise<Reply> | null, verifier?: string }} Prefetch
 * @returns {Prefetch | undefined}
 */
export const prefetch = ({ appId = "", host = "", backend }) => {
  const url = backend?.config ? undefined : configUrl(host, appId, location.origin);
  if (!url) return undefined;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT);
  const ask = async () => {
    // Without the protocol's own headers it is a simple request, which no preflight delays.
    const response = await fetch(url, {
      cache: "no-store",
      credentials: "include",
      referrerPolicy: "no-referrer",
      signal: controller.signal,
    });
    return { status: response.status, body: await response.text() };
  };
  const reply = ask().finally(() => clearTimeout(timer));
  // Whoever waits for it hears of the failure; whoever went away need not.
  reply.catch(() => {});
  // What comes of a code later is the object's own, whatever the page has put into the prototype of all.
  return { host, appId, url, reply, abort: () => controller.abort(), code: undefined, verifier: undefined };
};
