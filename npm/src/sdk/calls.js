// Calls of the module as promises, which are rejected with a GuardError.
import { ready, reason } from "../module.js";
import { trapped } from "../trap.js";
import { GuardError } from "./error.js";

/**
 * The module, and the texts in the person's language.
 * @param {string | null | undefined} wanted language tag
 */
export const loaded = (wanted) =>
  ready(wanted).catch((error) => {
    throw failure(error);
  });

/** What a caller is told of an error of the module. Another try has it loaded anew. */
const failure = (error) => {
  const { code, message } = reason(error);
  return new GuardError(message, { code, retryable: code !== "wasm-blocked", cause: error });
};

/**
 * `promise`, unless the signal comes first.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export const abortable = (promise, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => reject(signal.reason);
    signal?.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal?.removeEventListener("abort", abort));
  });

/**
 * A call of the module as a promise.
 * @param {(done: (value: any, error: any) => void) => { free(): void }} start
 * @param {AbortSignal} [signal] cancels it
 */
export const call = (start, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const end = (settle, value) => {
      trapped.delete(trap);
      signal?.removeEventListener("abort", abort);
      running.free();
      settle(value);
    };
    const abort = () => end(reject, signal.reason);
    const trap = (error) => end(reject, failure(error));
    const done = (value, error) => (error ? end(reject, new GuardError(error.message, error)) : end(resolve, value));
    let running;
    try {
      running = start(done);
    } catch (error) {
      throw failure(error);
    }
    signal?.addEventListener("abort", abort);
    trapped.add(trap);
  });
