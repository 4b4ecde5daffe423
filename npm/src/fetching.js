// Fetches the package's own files.

/**
 * The answer that a data: URL is. Bundlers make small files part of the program, as such URLs, and those nobody may fetch
 * where the page's policy says `connect-src 'self'`.
 * @param {URL} url
 */
const inlined = ({ href }) => {
  const [, type, base64, data] = /^data:(.*?)(;base64)?,(.*)/.exec(href);
  const body = base64 ? Uint8Array.from(atob(data), (char) => char.charCodeAt(0)) : decodeURIComponent(data);
  return new Response(body, { headers: { "content-type": type } });
};

/**
 * Vite before 8 moves the script of a package alone when it prepares it for development. The other files stay where they
 * were. A text, as the URLs of Turbopack have no origin, and are none for the browser.
 * @param {URL} url
 */
const unmoved = ({ href }) => href.replace(/node_modules\/\..+\/deps\//, "node_modules/guard-widget/");

/** @param {URL} url */
export const file = async (url) => {
  if (url.protocol === "data:") return inlined(url);
  const response = await fetch(unmoved(url));
  const type = response.headers.get("content-type");
  // Servers of one-page apps answer with the page whatever they do not have.
  if (!response.ok || /html/.test(type)) throw new Error(`${response.url}: ${response.status} ${type}`);
  return response;
};

/** @param {URL} url of a JSON file */
export const json = async (url) => (await file(url)).json();
