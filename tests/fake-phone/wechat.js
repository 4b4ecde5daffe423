// The `wx` of the fake phone: as much of it as the mini program uses, and an error for the rest.

/** Paths whose answers nobody waits for before they look at the phone again. */
const LONG = ["/api/v2/qrcode/outcome"];

/**
 * Makes `wx` for `device`, which tells what the phone is like and is told what the mini program does.
 * Requests to `configured`, the server that the source names, go to the device's.
 */
function createWx(device, configured) {
  /** Calls `done` with what `work` brings, and `failed` when it throws; the device waits for it. */
  const later = (work, done, failed) =>
    device.busy(async () => {
      let value;
      try {
        value = await work();
      } catch (error) {
        failed?.({ errMsg: String(error.message) });
        return;
      }
      done?.(value);
    });

  const wx = {
    canIUse: (name) => !device.lacks.includes(name),
    getAppBaseInfo: () => ({ language: device.language, fontSizeSetting: device.fontSize, theme: "light" }),
    getEnterOptionsSync: () => device.entered,
    setNavigationBarTitle: ({ title }) => void (device.title = title),
    hideHomeButton: () => {},
    setClipboardData: ({ data }) => void (device.clipboard = data),
    exitMiniProgram: () => void (device.closed = true),
    reLaunch: ({ url }) => later(async () => device.turnTo(url)),
    login: ({ success, fail }) => later(async () => ({ code: await device.loginCode() }), success, fail),
    scanCode: ({ onlyFromCamera, success, fail }) => {
      if (!onlyFromCamera) throw new Error("a code must be scanned, not taken from a picture");
      later(async () => device.scanned(), success, fail);
    },
    request: ({ url, method, data, header, timeout, success, fail }) => {
      if (!url.startsWith(`${configured}/`)) throw new Error(`${url} is not on the list of request domains`);
      const path = url.slice(configured.length);
      const ask = async () => {
        if (device.offline) throw new Error("request:fail");
        const body = JSON.stringify(data);
        const signal = AbortSignal.any ? AbortSignal.any([AbortSignal.timeout(timeout), device.off]) : device.off;
        const response = await fetch(device.server + path, { method, headers: header, body, signal });
        const text = await response.text();
        let read = text;
        try {
          read = JSON.parse(text);
        } catch {
          // As WeChat does: what is not JSON is handed on as text.
        }
        return { statusCode: response.status, data: read, header: Object.fromEntries(response.headers) };
      };
      if (LONG.includes(path)) void ask().then(success, fail);
      else later(ask, success, fail);
    },
  };
  return new Proxy(wx, {
    get(known, name) {
      if (typeof name === "string" && !(name in known)) throw new Error(`the fake phone has no wx.${name}`);
      return known[name];
    },
  });
}

module.exports = { createWx };
