// The page's backend under one identity: frameworks make the object anew with each render, and another backend would
// start everything over.

const NAMES = ["config", "login", "createCode", "check", "redeem", "logout", "abandon"];

/** What is there by a name; nothing where the page's object throws. */
const read = (object, name) => {
  try {
    return object[name];
  } catch {
    return undefined;
  }
};

/**
 * @typedef {{ backend: object, kind: string, facade: object }} Held
 * The page's object, the functions that it has, and what the module knows in its place.
 */

/**
 * The backend to give to the module: the same as before, if the page's has the same functions.
 * @param {any} backend
 * @param {Held} [before]
 * @returns {Held | undefined}
 */
export const hold = (backend, before) => {
  if (typeof backend !== "object" || !backend) return backend && { facade: backend };
  const kind = NAMES.filter((name) => typeof read(backend, name) === "function").join();
  if (before?.kind === kind) return Object.assign(before, { backend });
  const held = { backend, kind };
  const get = (_, name) => {
    const value = read(held.backend, name);
    return typeof value === "function" ? (...values) => value.apply(held.backend, values) : value;
  };
  held.facade = new Proxy({}, { get });
  return held;
};
