// The error that the SDK's promises are rejected with, and that a page's own backend may throw.
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
