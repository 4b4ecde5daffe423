// What an element that keeps a login hears of other tabs.

/**
 * Calls `heard` when somebody logs out of the application in another tab. Frames in a sandbox may have no line.
 * @param {string} appId
 * @param {() => void} heard
 * @returns {BroadcastChannel | undefined} to be closed
 */
export const hearLogout = (appId, heard) => {
  try {
    const line = new BroadcastChannel(`guard-widget:${appId}`);
    // The word of a logout is a number: `browser/channel.rs`.
    line.onmessage = ({ data }) => typeof data === "number" && heard();
    return line;
  } catch {}
};
