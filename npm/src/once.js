/**
 * Does the work for each URL once. A failure is forgotten, so that the next one tries again.
 * @template T
 * @param {(url: URL, ...more: any[]) => Promise<T>} work
 */
export const once = (work) => {
  /** @type {Map<string, Promise<T>>} */
  const done = new Map();
  const get = (url, ...more) => {
    let promise = done.get(url.href);
    if (!promise) {
      promise = work(url, ...more);
      done.set(url.href, promise);
      promise.catch(() => done.delete(url.href));
    }
    return promise;
  };
  return { get, forget: (url) => done.delete(url.href) };
};
