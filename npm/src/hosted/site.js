// What a page says about itself and its login server, read into addresses.
import { HostedError } from "./error.js";

/** @typedef {{ host: string, appId: string, redirectUri: string, scope?: string }} Site */

/** Addresses that no stranger can listen to. */
const OWN = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The issuer of a site's login server, below which its endpoints are.
 * @param {Site} site
 * @param {string} base URL of the page
 */
export const issuerOf = ({ host }, base) => {
  if (!host || !URL.canParse(host, base)) throw new HostedError("wrong_host");
  const { protocol, hostname, origin, pathname, href } = new URL(host, base);
  const safe = protocol === "https:" || (protocol === "http:" && (OWN.test(hostname) || origin === new URL(base).origin));
  // No user, query or fragment.
  if (!safe || href !== origin + pathname) throw new HostedError("wrong_host");
  return `${origin}${pathname.replace(/\/+$/, "")}/oidc`;
};
