// What the SDK's promises are rejected with, and what a page's own backend may throw.
import { reason } from "../module.js";

export class GuardError extends Error {
  name = "GuardError";

  /**
   * @param {string} message for the person
   * @param {{ code?: string | number, retryable?: boolean, remainingAttempts?: number, data?: unknown, flowHandle?: string, cause?: unknown }} details
   */
  constructor(message, { code = "host", retryable = false, remainingAttempts, data, flowHandle, cause } = {}) {
    super(message, { cause });
    this.code = String(code);
    this.retryable = retryable;
    this.remainingAttempts = remainingAttempts;
    this.data = data;
    this.flowHandle = flowHandle;
  }
}

/** @param {unknown} error why the module is not there */
export const loadError = (error) => {
  const { code, message } = reason(error);
  return new GuardError(message, { code, retryable: code === "load-failed", cause: error });
};

/**
 * A call of the module as a promise.
 * @param {(done: (value: any, error: any) => void) => { free(): void }} start
 * @param {AbortSignal} [signal] cancels it
 */
export const call = (start, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const running = start((value, error) => {
      end();
      if (error) reject(new GuardError(error.message, error));
      else resolve(value);
    });
    const abort = () => {
      end();
      reject(signal.reason);
    };
    const end = () => {
      signal?.removeEventListener("abort", abort);
      running.free();
    };
    signal?.addEventListener("abort", abort);
  });
