// A phone with WeChat on it, and the mini program in WeChat: the real source, started and opened as WeChat does it.

const fs = require("node:fs");
const path = require("node:path");
const { source } = require("./packages.js");
const { Screen, attributes } = require("./screen.js");
const { createWx } = require("./wechat.js");

/** What WeChat answers when the operator has no phone numbers left to ask for. */
const QUOTA = 1400001;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

class Device {
  /**
   * @param {{ server: string, language?: string, fontSize?: number, lacks?: string[], loginCode: () => Promise<string>,
   *   phoneCode: () => Promise<string> }} options
   */
  constructor({ server, language = "en", fontSize = 16, lacks = [], loginCode, phoneCode }) {
    Object.assign(this, { server, language, fontSize, lacks, loginCode, phoneCode });
    this.switchedOff = new AbortController();
    this.off = this.switchedOff.signal;
    this.offline = false;
    this.pending = 0;
    this.errors = [];
    this.inView = [];
    const read = (name) => JSON.parse(fs.readFileSync(path.join(source, name), "utf8"));
    this.home = read("app.json").pages[0];
    global.wx = createWx(this, require(path.join(source, "config.js")).server);
    this.kill();
  }

  /** WeChat ends the mini program: nothing of it stays. */
  kill() {
    this.screen?.close();
    this.screen = null;
    this.closed = true;
    this.app = null;
    this.title = "";
    this.clipboard = "";
    for (const file of Object.keys(require.cache)) if (file.startsWith(source)) delete require.cache[file];
  }

  /** Opens the mini program with the scene of a code, with `link`, or without either. */
  async open(scene, { entry = 1047, link } = {}) {
    const query = {
      ...(scene && { scene: encodeURIComponent(scene) }),
      ...(link && { q: encodeURIComponent(link) }),
    };
    this.entered = { path: this.home, query, scene: entry };
    this.closed = false;
    if (!this.app) this.launch();
    this.show(this.home, query);
    await this.settled();
  }

  launch() {
    global.App = (app) => void (this.app = app);
    global.getApp = () => this.app;
    require(path.join(source, "app.js"));
    this.app.onLaunch(this.entered);
  }

  turnTo(url) {
    const [page, query = ""] = url.replace(/^\//, "").split("?");
    this.show(page, Object.fromEntries(new URLSearchParams(query)));
  }

  show(page, query) {
    this.screen?.close();
    this.shown = page;
    this.screen = new Screen(page, query);
  }

  /** Runs `work` after what runs now, as everything that WeChat is asked for. The phone is waited for until it is done. */
  async busy(work) {
    this.pending += 1;
    await pause(0);
    try {
      await work();
    } catch (error) {
      this.errors.push(error);
    }
    this.pending -= 1;
  }

  /** Waits until nothing is under way but the question whether the computer is logged in. */
  async settled() {
    do await pause(5);
    while (this.pending > 0);
    const [error] = this.errors.splice(0);
    if (error) throw error;
  }

  page() {
    return this.closed ? "" : path.basename(this.shown);
  }

  text() {
    return this.closed ? "" : this.screen.text();
  }

  roles() {
    return this.screen.roles();
  }

  async tap(label) {
    this.press(this.screen.find(label));
    await this.settled();
  }

  press(node) {
    const { disabled, openType } = attributes(node);
    if (disabled) throw new Error(`“${node.textContent.trim()}” waits for an answer`);
    if (openType === "getPhoneNumber") this.asking = node;
    else this.screen.fire(node, "tap");
  }

  choose(number) {
    return this.tap(String(number));
  }

  async type(label, value) {
    const field = this.screen.find(label);
    attributes(field).value = value;
    this.screen.fire(field, "input", { value });
    await this.settled();
  }

  /** WeChat's question for the phone number, asked by the button if it was not pressed yet. */
  question() {
    if (!this.asking) {
      const button = this.screen.opens("getPhoneNumber");
      if (!button) throw new Error(`nothing here asks for the phone number:\n${this.text()}`);
      this.press(button);
    }
    const node = this.asking;
    this.asking = null;
    return node;
  }

  async sharePhone() {
    const node = this.question();
    await this.busy(async () => {
      const code = await this.phoneCode();
      this.screen.fire(node, "getphonenumber", { errMsg: "getPhoneNumber:ok", code });
    });
    await this.settled();
  }

  /** The person says no, or with `away` WeChat has no numbers left for this operator. */
  async refusePhone({ away = false } = {}) {
    const detail = away ? { errMsg: "getPhoneNumber:fail", errno: QUOTA } : { errMsg: "getPhoneNumber:fail user deny" };
    this.screen.fire(this.question(), "getphonenumber", detail);
    await this.settled();
  }

  /** `seconds` pass on the phone at once. */
  async tick(seconds = 1) {
    this.app.shared.login.send({ type: "tick", now: Date.now() + seconds * 1000 });
    await this.settled();
  }

  /** What the camera will read next: `{ path }` of a mini-program code or `{ result }` of an ordinary one. */
  hold(read) {
    this.inView.push(read);
  }

  scanned() {
    const read = this.inView.shift();
    if (!read) throw new Error("scanCode:fail cancel");
    return read;
  }

  /** Waits until the phone shows `text`; throws after `patience` ms. */
  async until(text, patience = 20000) {
    for (const end = Date.now() + patience; Date.now() < end; await pause(20)) if (this.text().includes(text)) return;
    throw new Error(`the phone never showed “${text}”, but:\n${this.text()}`);
  }

  setOffline(offline) {
    this.offline = offline;
  }

  facts() {
    const { title, clipboard, closed } = this;
    return { title, clipboard, closed, scale: this.screen?.component.instance.data.scale };
  }

  switchOff() {
    this.switchedOff.abort();
    this.kill();
  }
}

module.exports = { Device };
