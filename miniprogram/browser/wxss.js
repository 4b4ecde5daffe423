// Makes a style sheet of WXSS: lengths are of the drawn phone, not of the window.

const DARK = "(prefers-color-scheme: dark)";

/**
 * `--width` is the phone's width and `--height` that of its screen; 750rpx are one width, 100vh one height. `theme` is
 * the phone's own, `light` or `dark`; without one it is the browser's.
 */
export function styleOf(wxss, theme) {
  return wxss
    .replace(/(-?[\d.]+)rpx/g, (_, number) => `calc(var(--width) * ${number} / 750)`)
    .replace(/(-?[\d.]+)vh/g, (_, number) => `calc(var(--height) * ${number} / 100)`)
    .replaceAll(DARK, theme === undefined ? DARK : theme === "dark" ? "all" : "not all")
    .replaceAll("env(safe-area-inset-bottom)", "var(--bottom)")
    .replace(/(^|[\s}])page(?=\s*\{)/g, "$1:host");
}
