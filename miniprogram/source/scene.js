// What a code holds: the id of a login, as the scene of a mini-program code or as the end of an ordinary link.

/** WeChat's scene values of codes that its camera has read: an ordinary QR code and a mini-program code. */
const CAMERA = { link: 1011, code: 1047 };

const ID = /^[\w-]{8,32}$/;

/** @type {(text: string) => string} */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** @type {(text: string) => string} */
const id = (text) => (ID.test(text) ? text : "");

/**
 * The id at the end of a link; empty when it is none.
 * @type {(link: string) => string}
 */
function idOfLink(link) {
  if (!/^https?:\/\//.test(link)) return "";
  const path = link.replace(/[?#].*$/, "");
  return id(path.slice(path.lastIndexOf("/") + 1));
}

/**
 * The id that a page was opened with; empty when it was opened without a code.
 * @type {(query: Record<string, string | undefined>) => string}
 */
function idOfQuery({ scene, q }) {
  if (scene) return id(decoded(scene));
  return q ? idOfLink(decoded(q)) : "";
}

/**
 * What `wx.scanCode` has read: a mini-program code has a path, an ordinary one a link.
 * @type {(read: { path?: string, result?: string }) => { scene: string, entry: number }}
 */
function idOfScan({ path, result }) {
  const scene = /[?&]scene=([^&]*)/.exec(path || "");
  if (scene) return { scene: id(decoded(scene[1])), entry: CAMERA.code };
  return { scene: idOfLink(result || ""), entry: CAMERA.link };
}

module.exports = { idOfQuery, idOfScan };
