// The drawn phone beside the box. Its camera sees the picture that the box shows.

/** How long to wait for a code that is on its way, and how often to look, ms. */
const PATIENCE = 3000;
const PAUSE = 150;

/** What stands before the camera: the box's picture, or what its drawn code says. */
async function shown(box) {
  const image = (box.shadowRoot ?? box).querySelector('[part~="qr-image"]');
  if (!image) return box.qrText ? { text: box.qrText } : null;
  const answer = await fetch(image.src);
  return answer.ok ? { picture: await answer.blob() } : null;
}

/** What the box shows, as soon as it shows something. */
async function soon(box) {
  for (const end = performance.now() + PATIENCE; performance.now() < end; ) {
    // A picture that cannot be had is one that is over: the next is on its way.
    const seen = await shown(box).catch(() => null);
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return null;
}

/**
 * Stands the phone that is served at the origin `phone` beside the box.
 * @param {{ phone: string, lang: string, theme: string, text: Record<string, string>, box: () => Promise<Element> }} setting
 */
export function stand({ phone, lang, theme, text, box }) {
  const place = document.getElementById("phone");
  const said = document.getElementById("hold-said");
  const frame = document.createElement("iframe");
  frame.title = text.phoneTitle;
  frame.src = `${phone}/?${new URLSearchParams({ lang: lang === "zh-CN" ? "zh_CN" : "en", theme })}`;

  const hold = async () => {
    said.textContent = "";
    // Whoever is quick may be before the box.
    const shows = await box();
    shows.setTab("qr");
    const seen = shows.isConnected ? await soon(shows) : null;
    if (seen) frame.contentWindow.postMessage({ guardPhone: "scan", ...seen }, phone);
    else said.textContent = text.noCode;
  };
  addEventListener("message", ({ source, origin, data }) => {
    if (source === frame.contentWindow && origin === phone && data?.guardPhone === "camera") void hold();
  });
  document.getElementById("hold").addEventListener("click", hold);
  place.append(frame);
  place.hidden = false;
  document.body.classList.add("has-phone");
}
