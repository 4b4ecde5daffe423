// The `wx` of the drawn phone: as much of it as the mini program uses.

/**
 * @param {object} phone the frame: `language`, `fontSize`, `entered`, `code(kind)` of the fake WeChat, `scan()`, `title()`,
 *   `copied()`, `turnTo()`, `closed()`
 * @param {string} configured the server that the source names; its requests go to this page's own server
 */
export function createWx(phone, configured) {
  const answer = (promise, success, fail) =>
    void promise.then(success, (error) => fail?.({ errMsg: String(error.message) }));
  return {
    canIUse: () => true,
    getAppBaseInfo: () => ({ language: phone.language, fontSizeSetting: phone.fontSize }),
    getEnterOptionsSync: () => phone.entered,
    setNavigationBarTitle: ({ title }) => phone.title(title),
    hideHomeButton: () => {},
    setClipboardData: ({ data }) => phone.copied(data),
    exitMiniProgram: () => phone.closed(),
    // Like WeChat, not before the page that asks is drawn.
    reLaunch: ({ url }) => void Promise.resolve().then(() => phone.turnTo(url)),
    login: ({ success, fail }) =>
      answer(
        phone.code("login").then((code) => ({ code })),
        success,
        fail,
      ),
    scanCode: ({ success, fail }) => answer(phone.scan(), success, fail),
    request: ({ url, method, data, header, timeout, success, fail }) =>
      answer(send(url.replace(configured, phone.server), method, data, header, timeout), success, fail),
  };
}

async function send(url, method, data, headers, timeout) {
  const response = await fetch(url, {
    method,
    headers,
    body: JSON.stringify(data),
    signal: AbortSignal.timeout(timeout),
    cache: "no-store",
  });
  const text = await response.text();
  let read = text;
  try {
    read = JSON.parse(text);
  } catch {
    // As WeChat does: what is not JSON is handed on as text.
  }
  return { statusCode: response.status, data: read };
}
