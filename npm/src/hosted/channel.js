// The way from a popup to the page that waits for it where the two cannot reach each other: `Cross-Origin-Opener-Policy`
// has cut the opener off, and the popup is back on the page's own origin. The channel's name is the attempt's, which
// only the two know.

/** How long the waiting page may take to say that it has the answer, in ms. */
const PATIENCE = 1_500;

const open = (id) => new BroadcastChannel(`guard-hosted:${id}`);

/**
 * Waits for the answer of an attempt; the function that it returns ends that.
 * @param {string} id
 * @param {(answer: import("./answer.js").Answer) => void} heard
 */
export const expect = (id, heard) => {
  const channel = open(id);
  channel.onmessage = ({ data }) => {
    if (data?.state !== id) return;
    channel.postMessage("taken");
    heard(data);
  };
  return () => channel.close();
};

/**
 * Hands an answer over; whether somebody has waited for it.
 * @param {import("./answer.js").Answer} answer
 * @returns {Promise<boolean>}
 */
export const handOver = async (answer) => {
  const channel = open(answer.state);
  const taken = new Promise((resolve) => {
    channel.onmessage = () => resolve(true);
    setTimeout(resolve, PATIENCE, false);
  });
  channel.postMessage(answer);
  return taken.finally(() => channel.close());
};
