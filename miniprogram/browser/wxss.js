// Makes a style sheet of WXSS: lengths are of the drawn phone, not of the window.

/** `--width` is the phone's width and `--height` that of its screen; 750rpx are one width, 100vh one height. */
export function styleOf(wxss) {
  return wxss
    .replace(/(-?[\d.]+)rpx/g, (_, number) => `calc(var(--width) * ${number} / 750)`)
    .replace(/(-?[\d.]+)vh/g, (_, number) => `calc(var(--height) * ${number} / 100)`)
    .replaceAll("env(safe-area-inset-bottom)", "var(--bottom)")
    .replace(/(^|[\s}])page(?=\s*\{)/g, "$1:host");
}
