// The requests of a page as Playwright tells of them, which may be later than the page shows what came of them. Who says that
// there was none, or none but these, waits first until all is told.

/** The header of a request that is made only to be told of. */
const MARK = "x-told";

let marks = 0;

/**
 * Takes down what the page asks for from now on; {@link allTold} before it keeps out what was asked for earlier.
 * @template T
 * @param {import("@playwright/test").Page} page
 * @param {(request: import("@playwright/test").Request) => T | false | undefined} take what is kept of one that counts
 * @returns {T[]} grows
 */
export const asked = (page, take) => {
  const all = [];
  page.on("request", (request) => {
    if (MARK in request.headers()) return;
    const kept = take(request);
    if (kept) all.push(kept);
  });
  return all;
};

/**
 * Waits until Playwright has told of all that the page has asked for: the page itself is asked for once more, and word of
 * that comes last.
 * @param {import("@playwright/test").Page} page
 */
export const allTold = async (page) => {
  const mark = String(++marks);
  const told = page.waitForRequest((request) => request.headers()[MARK] === mark);
  await page.evaluate(([name, mark]) => void fetch(location.href, { headers: { [name]: mark } }).catch(() => {}), [MARK, mark]);
  await told;
};

/** The path of a request. @param {import("@playwright/test").Request} request */
export const path = (request) => new URL(request.url()).pathname;

/** The path of a request to the API. @param {import("@playwright/test").Request} request */
export const pathOfApi = (request) => request.url().includes("/api/") && path(request);
