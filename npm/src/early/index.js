// The entry of guard-code.js: asks for the first code and draws it while the module is on its way, and hands it over. It is
// loaded where the page puts the code first, and what it cannot do the module does as ever.
import { draw } from "./draw.js";
import { codesOf, wantedOf } from "./wanted.js";

/** How long the answer may take, in ms. */
const TIMEOUT = 10_000;

/** How long a code is kept for the module at most, in ms; half of its life where that is less. */
const LONGEST = 60_000;

/** How long a code is good for when the server does not tell, in s. */
const LIFE = 120;

/** How long the module may take from its first drawing until it wants the code, in ms: it may have been told otherwise since. */
const PATIENCE = 5_000;

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/** A secret, and what proves it later (RFC 7636 §4.2). */
const proof = async () => {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
};

/**
 * Once the request has left, `prefetch.verifier` is the secret of the code, and `prefetch.code` a promise of the answer:
 * both for the first who takes them, in this order. Whoever makes a code otherwise says so before, by `null` as `code`.
 * @param {import("../prefetch.js").Prefetch} prefetch
 * @param {Record<string, any>} options of the box
 * @param {HTMLElement} scope of the first frame
 */
export const early = async (prefetch, { scan, backend, config }, scope) => {
  // On a phone another way may come first.
  if (scan || backend || config || document.hidden || matchMedia("(pointer: coarse)").matches) return;
  const { url, appId, abort } = prefetch;
  const codes = codesOf(url);
  const over = new AbortController();
  const { signal } = over;
  let timer, answer, code, begin, erase;
  const end = () => {
    clearTimeout(timer);
    prefetch.verifier = undefined;
    over.abort();
  };
  const giveUp = () => {
    if (signal.aborted) return;
    end();
    erase?.();
    if (code) navigator.sendBeacon(`${codes}abandon`, JSON.stringify({ random: code.random, verifier }));
  };
  /** Gives it up after a while, unless it is handed over by then. */
  const giveUpIn = (ms) => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(giveUp, ms);
  };
  prefetch.abort = () => {
    giveUp();
    erase?.();
    abort();
  };
  const { verifier, challenge } = await proof();
  const wanted = wantedOf(await prefetch.reply, location.origin, new URL(url).origin);
  // The module is here already, or nobody wants it any more.
  if (!wanted || prefetch.code !== undefined || signal.aborted) return;
  const { userPoolId, extIdpConnId } = wanted;

  const ask = async () => {
    const response = await fetch(`${codes}gene`, {
      method: "POST",
      cache: "no-store",
      credentials: "include",
      referrerPolicy: "no-referrer",
      headers: {
        "content-type": "application/json",
        "x-authing-app-id": appId,
        "x-authing-userpool-id": userPoolId ?? "",
        "x-authing-request-from": "guard-widget",
        "x-authing-lang": scope.firstChild.lang,
      },
      body: JSON.stringify({ scene: "WXAPP_AUTH", autoMergeQrCode: false, extIdpConnId, challenge }),
      signal,
    });
    return { status: response.status, body: await response.text() };
  };
  const take = async () => {
    prefetch.verifier = undefined;
    const reply = await answer;
    signal.throwIfAborted();
    end();
    if (!code) return reply;
    code.expiresIn -= Math.round((performance.now() - begin) / 1_000);
    return { status: 200, body: JSON.stringify({ code: 200, data: code }) };
  };
  giveUpIn(TIMEOUT);
  addEventListener("pagehide", giveUp, { signal });
  answer = ask();
  prefetch.verifier = verifier;
  Object.defineProperty(prefetch, "code", { get: take });

  const { data } = JSON.parse((await answer).body);
  if (signal.aborted || !data?.text) return;
  code = data;
  code.expiresIn ||= LIFE;
  begin = performance.now();
  // One that the module comes too late for is no longer worth its while.
  giveUpIn(Math.min(code.expiresIn * 500, LONGEST));
  erase = draw(scope, code.text, () => giveUpIn(PATIENCE));
};
