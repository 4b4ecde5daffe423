// Where the focus is, seen through shadow roots, and the rounds it makes in a modal.
import { expect } from "@playwright/test";

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

/** A button beside a box. */
export const CLOSE = '<button id="close">Close</button>';

/** The stops in a box. */
export const IN_BOX = ["Password", "username", "password", "Show password", "submit"];

/** Where a box stands in a modal, and the stops of a round. */
export const ORDERS = {
  "after a button": { content: (box) => CLOSE + box, round: ["close", ...IN_BOX] },
  "before a button": { content: (box) => box + CLOSE, round: [...IN_BOX, "close"] },
  alone: { content: (box) => box, round: IN_BOX },
};

/** What comes after each stop. */
const steps = (stops) => stops.map((stop, at) => `${stop} > ${stops[(at + 1) % stops.length]}`);

/** Waits for what a box has loaded once the browser was idle: its edges are part of it. */
const edgesLoaded = (page) =>
  page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name, responseEnd }) => /guard-late/.test(name) && responseEnd > 0));

/** Walks two rounds and looks at the second one, which begins wherever the first has led to. */
export const expectRound = async (page, key, round) => {
  await edgesLoaded(page);
  const seen = (await walk(page, key, 2 * round.length + 2)).slice(-round.length - 1);
  const expected = steps(round);
  expect(seen.slice(1).map((stop, at) => `${seen[at]} > ${stop}`).sort(), `${key}: ${seen.join(", ")}`).toEqual(expected.sort());
};
