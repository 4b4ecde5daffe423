// Lets the browser do what waits, so that no piece of work holds it up for long.

/** Goes on in a task of its own. Safari has but timers for that. @returns {Promise<void>} */
export const breathe = () => globalThis.scheduler?.yield?.() ?? new Promise((go) => setTimeout(go));

/** How long to wait for a frame, in ms: a page in the background draws none, and a slow phone takes its time. */
const PATIENCE = 300;

/** Goes on when what was drawn is on the screen. @returns {Promise<void>} */
export const painted = () =>
  new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, PATIENCE);
  });
