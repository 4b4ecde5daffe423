// Where the focus is, seen through shadow roots.

/**
 * What has the focus, in a few words: the page's own elements by id, those of a box by name, part or text.
 * @param {import("@playwright/test").Page} page
 * @returns {Promise<string>} "page" when nothing has it
 */
export const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body) return "page";
    if (active.localName === "dialog") return "dialog";
    const { localName, id, name, ariaLabel, textContent } = active;
    const part = active.getAttribute("part");
    const isOfABox = active.getRootNode() !== document || active.closest("guard-widget");
    if (!isOfABox) return id || localName;
    return name || (part === "close" || part === "submit" ? part : ariaLabel || textContent.trim());
  });

/**
 * Presses a key again and again, and tells where the focus is after each time.
 * @param {import("@playwright/test").Page} page
 * @param {string} key
 * @param {number} times
 */
export const walk = async (page, key, times) => {
  const seen = [];
  for (let round = 0; round < times; round++) {
    await page.keyboard.press(key);
    seen.push(await focused(page));
  }
  return seen;
};
