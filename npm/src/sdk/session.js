// A QR login for pages that draw it themselves.
import { rules } from "../events.js";
import { ready, reason } from "../module.js";
import { trapped } from "../trap.js";
import { call } from "./calls.js";
import { GuardError } from "./error.js";

// Every browser and Node have it; the fallback is for tools that only read the package.
const Base = globalThis.EventTarget ?? class {};

export class QrSession extends Base {
  #handle;
  #trap = (error) => this.#fail(error);
  #code;
  #status = "loading";
  #stopped = false;

  /** @param {Record<string, any>} options as of {@link createQrSession} */
  constructor(options) {
    super();
    this.#start(options);
  }

  /** The status of the login, as `guard-qr-status` has it. */
  get status() {
    return this.#status;
  }

  /** What to show: only there as long as it may be scanned. */
  get code() {
    return this.#code;
  }

  /** Makes a new code. */
  refresh() {
    this.#handle?.refresh();
  }

  /** Stops the login and gives its code up. Nothing is told any more. */
  stop() {
    this.#stopped = true;
    this.#code = undefined;
    trapped.delete(this.#trap);
    this.#handle?.stop();
  }

  /**
   * Exchanges a ticket of this session for the user.
   * @param {string} ticket
   */
  async exchangeUserInfo(ticket) {
    if (!this.#handle) throw new GuardError("there is no code yet", { code: "gone" });
    return call((done) => this.#handle.exchange(ticket, done));
  }

  async #start(options) {
    const { autoExchangeUserInfo: exchange = true, ...rest } = options;
    try {
      const { glue, lang, texts } = await ready(rest.lang);
      if (this.#stopped) return;
      const tell = (name, detail) => this.#stopped || this.#hear(name, detail);
      this.#handle = glue.startSession({ ...rest, exchange, lang, texts }, tell);
      trapped.add(this.#trap);
      // The first status is told while it starts, and whoever heard it may have stopped it.
      if (this.#stopped) this.stop();
    } catch (error) {
      if (!this.#stopped) this.#fail(error);
    }
  }

  #hear(name, detail) {
    if (name === "check") return true;
    if (name === "code") {
      this.#code = detail && Object.freeze(detail);
      // The module is still at work on the event that brought the code.
      if (detail?.kind === "text" && !detail.svgPath) queueMicrotask(() => this.#handle?.unshowable());
      return true;
    }
    if (name === "status") this.#status = detail.status;
    return this.#send(name, detail);
  }

  #fail(error) {
    trapped.delete(this.#trap);
    this.#code = undefined;
    this.#status = "error";
    this.#send("error", reason(error));
    this.#send("status", { status: "error", reason: "unavailable" });
  }

  #send(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { ...rules(name, detail), bubbles: false }));
  }
}

/**
 * Starts a QR login that draws nothing.
 * @param {{ appId?: string, host?: string, lang?: string, backend?: object, noAutoRefresh?: boolean, extIdpConnId?: string, context?: object, customData?: object, withCustomData?: boolean, autoExchangeUserInfo?: boolean }} options
 */
export const createQrSession = (options = {}) => new QrSession(options);
