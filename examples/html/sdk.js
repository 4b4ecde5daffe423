// A QR login without the login box: once with a code that this page draws, once in the manner of Authing's SDK.
import { createQrSession, startScanning } from "/dist/guard-widget.js";

const find = (id) => document.getElementById(id);
const SERVER = { appId: "demo", host: "/" };
const nameOf = (user) => user?.nickname || user?.username || "you";

// --- Drawn by this page ---

const SVG = "http://www.w3.org/2000/svg";
/** The light margin that a reader needs, in modules. */
const QUIET = 4;

/** The picture of a code: dark on light in every theme, which is what readers expect. */
const picture = (code) => {
  if (code.kind === "image") return Object.assign(new Image(), { src: code.url, alt: "QR code" });
  const svg = document.createElementNS(SVG, "svg");
  const side = code.modules + 2 * QUIET;
  svg.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${side} ${side}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", "QR code");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", code.svgPath);
  svg.append(path);
  return svg;
};

const TEXTS = {
  loading: "Making a code …",
  ready: "Scan it with your phone.",
  scanned: "Scanned. Now confirm on your phone.",
  confirmed: "Confirmed, one moment …",
  success: "Done.",
  expired: "This code has run out.",
  cancelled: "Declined on the phone.",
  error: "That did not work.",
  offline: "No connection. Trying again …",
};

const session = createQrSession(SERVER);

/** Shows what the session is at. A code that is used up is taken away: a cover could be seen through. */
const draw = ({ status, number }) => {
  const shown = status === "ready" && session.code ? [picture(session.code)] : [];
  find("own").replaceChildren(...shown);
  find("own").dataset.status = status;
  find("own-status").textContent = number ? `${TEXTS[status]} The number is ${number}.` : TEXTS[status];
};
session.addEventListener("status", ({ detail }) => draw(detail));
session.addEventListener("login", ({ detail }) => (find("own-status").textContent = `Hello ${nameOf(detail.user)}`));
session.addEventListener("error", ({ detail }) => (find("own-status").textContent = detail.message));
find("own-refresh").addEventListener("click", () => session.refresh());
draw(session);

// --- Drawn by the package, in the manner of Authing's SDK ---

const say = (text) => (find("scan-status").textContent = text);
const scan = startScanning("#scan", {
  ...SERVER,
  autoExchangeUserInfo: true,
  onCodeShow: () => say("Scan it with your phone."),
  onScanned: (user) => say(`Scanned by ${nameOf(user)}.`),
  onSuccess: (user) => say(`Hello ${nameOf(user)}`),
  onCancel: () => say("Declined on the phone."),
  onError: (message) => say(message),
});
find("scan-stop").addEventListener("click", () => {
  scan.stop();
  say("Stopped.");
});
