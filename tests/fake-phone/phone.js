// A phone for tests. It runs the real source of the mini program, in a thread of its own, against a real server; only
// WeChat's own codes come from the test.

const path = require("node:path");
const { Worker } = require("node:worker_threads");

class FakePhone {
  #thread;
  #waiting = new Map();
  #calls = 0;

  /**
   * @param {object} options
   * @param {string} options.server URL of the login server
   * @param {() => Promise<string> | string} options.loginCode what `wx.login` answers
   * @param {() => Promise<string> | string} options.phoneCode what WeChat answers when the phone number is shared
   * @param {string} [options.language] WeChat's: `en` or `zh_CN`
   * @param {number} [options.fontSize] the size of WeChat's text, px; 16 is usual
   * @param {string[]} [options.lacks] what this WeChat is too old for, as `wx.canIUse` names it
   */
  constructor({ loginCode, phoneCode, ...device }) {
    const codes = { loginCode, phoneCode };
    this.#thread = new Worker(path.join(__dirname, "thread.js"), { workerData: device });
    this.#thread.on("message", async ({ ask, id, answer, error }) => {
      if (ask) {
        try {
          this.#thread.postMessage({ id, answer: await codes[ask]() });
        } catch (failure) {
          this.#thread.postMessage({ id, error: failure.message });
        }
        return;
      }
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) reject(new Error(error));
      else resolve(answer);
    });
    this.#thread.on("error", (error) => {
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
  }

  #call(call, ...args) {
    return new Promise((resolve, reject) => {
      this.#calls += 1;
      this.#waiting.set(this.#calls, { resolve, reject });
      this.#thread.postMessage({ call, args, id: this.#calls });
    });
  }

  /**
   * The camera reads a code: `scene` of a mini-program code, or `link` of an ordinary one. Without either the mini program
   * is opened by its name. `entry` is WeChat's scene value: 1047 is a mini-program code before the camera, 1048 a long
   * press, 1049 a picture from the album.
   * @param {string} [scene]
   * @param {{ entry?: number, link?: string }} [how]
   */
  open(scene, how) {
    return this.#call("open", scene, how);
  }

  /** What the phone shows, a line for each piece. */
  text() {
    return this.#call("text");
  }

  /** The page that is shown: `confirm`, `done`, `ended`; empty when the mini program is closed. */
  page() {
    return this.#call("page");
  }

  /** What a screen reader is told: role, name, `checked`, `disabled`. */
  roles() {
    return this.#call("roles");
  }

  /** Presses what has this text or label. */
  tap(label) {
    return this.#call("tap", label);
  }

  /** Chooses the number that the computer shows. */
  choose(number) {
    return this.#call("choose", number);
  }

  /** Types into the field with this label. */
  type(label, value) {
    return this.#call("type", label, value);
  }

  /** Says yes to WeChat's question for the phone number; presses the button that asks, if need be. */
  sharePhone() {
    return this.#call("sharePhone");
  }

  /** Says no to it; with `away` WeChat itself does. */
  refusePhone(how) {
    return this.#call("refusePhone", how);
  }

  /** Lets the phone's clock run on. */
  tick(seconds) {
    return this.#call("tick", seconds);
  }

  /** Holds a code before the camera for the next `wx.scanCode`: `{ path }` or `{ result }`. */
  hold(read) {
    return this.#call("hold", read);
  }

  /** Waits until the phone shows `text`. */
  until(text, patience) {
    return this.#call("until", text, patience);
  }

  /** Takes the network away, or gives it back. */
  setOffline(offline) {
    return this.#call("setOffline", offline);
  }

  /** Title of the window, what was copied, whether the mini program closed itself, how much larger its text is. */
  facts() {
    return this.#call("facts");
  }

  /** WeChat ends the mini program, as it does with those that nobody looks at. */
  kill() {
    return this.#call("kill");
  }

  /** Puts the phone away. */
  async close() {
    await this.#call("switchOff");
    await this.#thread.terminate();
  }
}

/** The codes that the fake WeChat at `wechat` gives to the phone of the person `openid`: `loginCode` and `phoneCode`. */
function codesOf(wechat, openid) {
  const code = (kind) => async () => {
    const request = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ openid }),
    };
    const response = await fetch(`${wechat}/control/${kind}-code`, request);
    if (!response.ok) throw new Error(`the fake WeChat answered ${response.status} to ${kind}-code`);
    return (await response.json()).code;
  };
  return { loginCode: code("login"), phoneCode: code("phone") };
}

module.exports = { FakePhone, codesOf };
