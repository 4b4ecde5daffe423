// Fetches the package's own files.

/** @param {URL} url */
export const file = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response;
};

/** @param {URL} url */
export const json = async (url) => (await file(url)).json();
