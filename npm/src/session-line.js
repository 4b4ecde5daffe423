// What an element that keeps a login hears of other tabs.
import { emit } from "./events.js";

/**
 * Calls `forget` when somebody logs out of the application in another tab, and tells the page of it, unless that answers
 * who does. Frames in a sandbox may have no line.
 * @param {HTMLElement & { appId: string }} element
 * @param {() => unknown} forget
 * @returns {BroadcastChannel | undefined} to be closed
 */
export const hearLogout = (element, forget) => {
  try {
    const line = new BroadcastChannel(`guard-widget:${element.appId}`);
    // The word of a logout is a number above zero, each page has its own: `browser/channel.rs`.
    const isElsewhere = (data) => typeof data === "number" && data > 0 && data !== performance.timeOrigin;
    line.onmessage = ({ data }) => isElsewhere(data) && !forget() && emit(element, "session-change", { change: "logout" });
    return line;
  } catch {}
};
