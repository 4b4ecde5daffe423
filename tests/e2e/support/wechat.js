// The fake WeChat as a process of its own, and the settings of a server whose application has its mini program.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fakeWeChat } from "./paths.js";

export const APP_ID = "wx0123456789abcdef";
const APP_SECRET = "0123456789abcdef0123456789abcdef";

export class WeChat {
  #process;

  constructor(process, url) {
    this.#process = process;
    this.url = url;
  }

  /** A running fake. */
  static async start() {
    const child = spawn(fakeWeChat(), ["--app-id", APP_ID, "--app-secret", APP_SECRET], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    return new WeChat(child, line.replace("url: ", ""));
  }

  /** What the server proves itself to WeChat with. */
  get appSecret() {
    return APP_SECRET;
  }

  /** The settings of a server with its mini program; keys as `GUARD_…` environment variables. */
  get settings() {
    return {
      GUARD_WECHAT_API: this.url,
      GUARD_APP_ID: "demo",
      GUARD_APP_NAME: "Shanlan",
      GUARD_APP_LOGO: "/demo/logo.svg",
      GUARD_APP_WECHAT_APP_ID: APP_ID,
      GUARD_APP_WECHAT_APP_SECRET: APP_SECRET,
    };
  }

  async #get(what) {
    const response = await fetch(`${this.url}/control/${what}`);
    if (!response.ok) throw new Error(`${what}: ${response.status}`);
    return response.json();
  }

  /** How often each call was made. @returns {Promise<Record<string, number>>} */
  calls() {
    return this.#get("calls");
  }

  /** Every token, code and session key that was given out. @returns {Promise<string[]>} */
  secrets() {
    return this.#get("secrets");
  }

  /**
   * The next calls of a kind are refused with this number.
   * @param {"stable_token" | "code_picture" | "identity" | "phone_number"} call
   * @param {number} errcode
   */
  async refuse(call, errcode, times = 1) {
    await this.control("next", { call, errcode, times });
  }

  /** What a phone, WeChat's console or bad luck does: see `tests/fake-wechat`. */
  async control(what, body) {
    const response = await fetch(`${this.url}/control/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
  }

  /** From now on it answers nothing; or all is as before. @param {boolean} away */
  async setAway(away) {
    await this.control("manner", { away });
  }

  async stop() {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
  }
}
