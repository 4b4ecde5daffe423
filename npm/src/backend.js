// The page's backend under one identity: frameworks make the object anew with each render, and another backend would
// start everything over.

const NAMES = ["config", "login", "createCode", "check", "redeem", "logout", "abandon"];

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
  const kind = NAMES.filter((name) => typeof backend[name] === "function").join();
  if (before?.kind === kind) return Object.assign(before, { backend });
  const held = { backend, kind };
  const get = (_, name) => {
    const value = held.backend[name];
    return typeof value === "function" ? (...values) => held.backend[name](...values) : value;
  };
  held.facade = new Proxy({}, { get });
  return held;
};
