// Holds answers back, so that what happens before they come can be seen.

/**
 * Holds every request that fits back from now on.
 * @param {import("@playwright/test").Page} page
 * @param {string} pattern
 * @returns {Promise<() => void>} lets them go
 */
export const hold = async (page, pattern) => {
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route(pattern, async (route) => {
    await held;
    // The page may have given the request up.
    await route.continue().catch(() => {});
  });
  return go;
};

export const MODULE = "**/guard_bg.wasm";
export const CONFIG = "**/public-config";
export const LOGIN = "**/api/v2/login/account";
