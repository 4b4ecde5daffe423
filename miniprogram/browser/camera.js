// What the camera makes of a picture, and of what the picture says.

/** White round the picture, px: a code is read only with some of it on every side. */
const MARGIN = 40;

/** The text of the code in a picture; empty when there is none. */
export async function textOf(picture) {
  const { default: jsQR } = await import("./jsqr.js");
  const image = await createImageBitmap(picture);
  const canvas = new OffscreenCanvas(image.width + 2 * MARGIN, image.height + 2 * MARGIN);
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, MARGIN, MARGIN);
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR(data, width, height)?.data ?? "";
}

/** As `wx.scanCode` tells it: the fake WeChat's picture says page and scene, an ordinary code says a link. */
export function read(text) {
  try {
    const { page, scene } = JSON.parse(text);
    if (page && scene) return { path: `${page}?scene=${encodeURIComponent(scene)}`, result: "" };
  } catch {
    // An ordinary code.
  }
  if (/^[\w-]{8,32}$/.test(text)) return { path: `?scene=${text}`, result: "" };
  return /^[\w/-]+\?.*scene=/.test(text) ? { path: text, result: "" } : { result: text };
}
