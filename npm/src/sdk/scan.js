// `startScanning`: a QR login in one call, with the options and callbacks of Authing's SDK, all of which work here.
import { Box } from "../box.js";
import { find, node } from "../nodes.js";
import { style } from "../sheet.js";
import { call } from "./calls.js";
import { GuardError } from "./error.js";

/** Which texts of ours the `tips` of a host replace. */
const TIPS = {
  title: ["qr_ready"],
  scanned: ["qr_scanned_hint"],
  middleTitle: ["qr_scanned", "qr_scanned_number"],
  referText: ["qr_start_over"],
  succeed: ["qr_success"],
  canceled: ["qr_cancelled"],
  expired: ["qr_expired"],
  retry: ["retry", "qr_refresh", "qr_scan_again"],
  failed: ["qr_error"],
};

/** Failures that may pass by themselves. */
const TRANSIENT = ["network", "timeout", "busy", "server", "malformed", "load-failed"];

/** @param {number | { width?: number, height?: number } | undefined} size */
export const sides = (size, initial) =>
  typeof size === "number"
    ? { width: size, height: size }
    : { width: size?.width ?? size?.height ?? initial, height: size?.height ?? size?.width ?? initial };

/** @param {Record<string, string>} tips */
export const messages = (tips = {}) =>
  Object.fromEntries(
    Object.entries(tips).flatMap(([tip, text]) => (TIPS[tip] ?? []).map((key) => [key, text])).filter(([, text]) => text != null),
  );

class Scan {
  /** The element that the code is drawn in. @type {HTMLElement} */
  element;
  #options;
  #host = node("div", "");
  /** Whether the element was made here. */
  #made = false;
  #box;
  #timer;
  #code;
  /** Id of the code of this round: it counts on after the code has left the page. */
  #round;
  /** The last answer to a poll. */
  #result;

  constructor(target, options) {
    this.#options = options;
    this.element = this.#find(target);
    const root = this.#host.attachShadow({ mode: "open" });
    style(root, this.element.nonce);
    const { width, height } = sides(options.size, 240);
    this.#host.style.width = "100%";
    // A code is square, so the lesser side counts; the picture's side is that of the code with its quiet zone.
    this.#host.style.setProperty("--guard-qr-size", `calc(${Math.min(width, height)}px * 41 / 49)`);
    this.element.append(this.#host);
    this.#box = new Box(root, () => this.#settings(), (name, detail) => this.#hear(name, detail));
    this.#box.start();
  }

  /** Id of the code that is shown. */
  get random() {
    return this.#code?.random;
  }

  /** Makes a new code. */
  refresh() {
    this.#box.mount?.refreshQr();
  }

  /** Exchanges a ticket of this scan for the user. @param {string} ticket */
  async exchangeUserInfo(ticket) {
    const { mount } = this.#box;
    if (!mount) throw new GuardError("the scan has been stopped", { code: "gone" });
    return call((done) => mount.exchange(ticket, done));
  }

  /** Takes the code away and stops all that goes on. */
  stop() {
    this.#beatNoMore();
    this.#setCode();
    this.#box.drop();
    this.#host.remove();
    if (this.#made) this.element.remove();
  }

  #find(target) {
    // Not by its class: it may be of another frame.
    const found = typeof target === "string" ? (byId(target) ?? bySelector(target)) : target;
    if (found) return found;
    // As Authing's does: a box in the middle of the page, over all that is there.
    const box = node("div", "");
    const { width, height } = sides(this.#options.containerSize, 300);
    if (/^#?[\w-]+$/.test(target)) box.id = target.replace("#", "");
    const place = "position:fixed;inset:0;margin:auto;z-index:65535;display:grid;place-items:center";
    box.style.cssText = `${place};width:${width}px;height:${height}px`;
    this.#made = true;
    find("body").append(box);
    return box;
  }

  #settings() {
    const { appId, host, lang, backend, theme, tips, autoExchangeUserInfo, ...rest } = this.#options;
    const { extIdpConnId, context, customData, withCustomData } = rest;
    return {
      ...{ appId, host, lang, backend, theme, extIdpConnId, context, customData, withCustomData },
      tabs: "qr",
      bare: true,
      noAutoRefresh: true,
      messages: messages(tips),
      exchange: !!autoExchangeUserInfo,
      paced: true,
      scan: true,
    };
  }

  #hear(name, detail) {
    switch (name) {
      case "code":
        this.#setCode(detail);
        break;
      case "code-shown":
        this.#call("onCodeShow", detail.random, detail.url);
        break;
      case "check":
        this.#result = { random: this.#round, ...detail };
        this.#call("onResult", this.#result);
        break;
      case "qr-status":
        this.#setStatus(detail);
        break;
      case "login":
        this.#succeed(detail);
        break;
      case "mfa-required":
        this.#call("onMfa", Number(detail.code), this.#result?.scannedResult?.message ?? "", detail.data);
        this.#call("onAuthFlow", this.#result?.scannedResult);
        break;
      case "login-error":
      case "error":
        this.#fail(detail);
        break;
      case "retry":
        this.#call("onRetry");
        break;
    }
    return true;
  }

  /** Calls a callback of the page. What it throws is the page's to see, and stops nothing here. */
  #call(name, ...values) {
    try {
      this.#options[name]?.(...values);
    } catch (error) {
      reportError(error);
    }
  }

  #setCode(code) {
    const before = this.#code;
    this.#code = code;
    if (before) this.#call("onCodeDestroyed", before.random);
    if (!code) return;
    this.#round = code.random;
    this.#result = undefined;
    this.#beat();
    this.#call("onCodeLoaded", code.random, code.url);
  }

  #setStatus({ status, reason, scanner }) {
    if (status === "loading") this.#round = undefined;
    if (status === "scanned") {
      this.#call("onScanned", this.#result?.userInfo ?? { nickname: scanner?.nickname, photo: scanner?.avatar });
    }
    if (status === "cancelled" && reason === "declined") this.#call("onCancel");
    if (status === "expired" && reason === "timed-out") this.#call("onExpired");
    if (["success", "cancelled", "expired", "error"].includes(status)) this.#beatNoMore();
  }

  #succeed({ user, ticket }) {
    this.#call("onSuccess", user ?? this.#result?.userInfo ?? {}, ticket);
  }

  #fail(detail) {
    if (this.#round) this.#call("onError", detail.message);
    else this.#call("onCodeLoadFailed", new GuardError(detail.message, { retryable: TRANSIENT.includes(detail.code), ...detail }));
  }

  /** Polls go out on the beat of a timer, which the host may clear. */
  #beat() {
    clearInterval(this.#timer);
    let first = true;
    const timer = setInterval(() => {
      // The host has taken the element out of the page without a word.
      if (!this.#host.isConnected) return this.stop();
      if (first) this.#call("onStart", timer);
      first = false;
      this.#box.mount?.beat();
    }, this.#options.interval ?? 800);
    this.#timer = timer;
  }

  #beatNoMore() {
    clearInterval(this.#timer);
  }
}

const byId = (id) => find(`[id="${CSS.escape(id)}"]`);

const bySelector = (selector) => {
  try {
    return find(selector);
  } catch {
    return null;
  }
};

/**
 * Draws a QR code into an element and tells what becomes of it.
 * @param {string | Element} target the element, its id or a selector of it; one that is not there is made
 * @param {Record<string, any>} options
 */
export const startScanning = (target, options = {}) => new Scan(target, options);
