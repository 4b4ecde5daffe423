// Fetches the package's own files.

/** @param {URL} url */
export const file = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response;
};

/**
 * The text of a data: URL.
 * @param {URL} url
 */
export const inlined = ({ pathname }) => {
  const [head, ...rest] = pathname.split(",");
  const data = rest.join(",");
  if (!head.endsWith(";base64")) return decodeURIComponent(data);
  return new TextDecoder().decode(Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0)));
};

/**
 * A JSON file. Bundlers make small files part of the program, as data: URLs, and those nobody may fetch where the
 * page's policy says `connect-src 'self'`.
 * @param {URL} url
 */
export const json = async (url) => (url.protocol === "data:" ? JSON.parse(inlined(url)) : (await file(url)).json());
