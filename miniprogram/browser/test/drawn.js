// The drawn phone without a browser, to be read and pressed like the fake phone.

import { JSDOM } from "jsdom";
import { programScript } from "../build.js";
import { Program } from "../program.js";
import { createWx } from "../wx.js";

const { modules, files } = await import(`data:text/javascript,${encodeURIComponent(programScript())}`);

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Drawn {
  constructor({ server, loginCode, phoneCode, language = "en", fontSize = 16 }) {
    const { window } = new JSDOM("<div></div>");
    this.window = window;
    this.screen = window.document.querySelector("div");
    this.shown = "";
    const phone = {
      language,
      fontSize,
      server,
      entered: { scene: 1047 },
      code: async (kind) => (kind === "login" ? loginCode() : phoneCode()),
      scan: () => Promise.reject(new Error("scanCode:fail cancel")),
      share: async () => (this.shares ? { code: await phoneCode() } : {}),
      title: () => {},
      copied: (text) => void (this.clipboard = text),
      turned: (page) => void (this.shown = page.split("/").pop()),
      turnTo: (url) => this.program.reLaunch(url),
      closed: () => void (this.shown = ""),
    };
    this.phone = phone;
    const config = {};
    modules["config.js"](null, config, {});
    this.program = new Program({ modules, files }, createWx(phone, config.exports.server), this.screen, phone);
  }

  async open(scene, { entry = 1047 } = {}) {
    this.phone.entered = { scene: entry };
    this.program.open(scene ? { scene } : {});
  }

  page() {
    return this.shown;
  }

  elements() {
    return [...this.screen.querySelectorAll("*")];
  }

  text() {
    const lines = [];
    for (const node of this.elements()) {
      if (node.getAttribute("aria-hidden")) continue;
      if (node.children.length === 0 && node.textContent.trim()) lines.push(node.textContent.trim());
      else if (node.placeholder) lines.push(node.value || node.placeholder);
    }
    return lines.join("\n");
  }

  roles() {
    const roles = [];
    for (const node of this.elements()) {
      const label = node.getAttribute("aria-label");
      const role = node.getAttribute("role") ?? { BUTTON: "button", INPUT: "textbox" }[node.tagName];
      if (node.getAttribute("aria-hidden") || (!role && !label)) continue;
      const checked = node.getAttribute("aria-checked");
      roles.push({
        role,
        name: label || node.textContent.trim(),
        ...(checked !== null && { checked: checked === "true" }),
        ...(node.disabled && { disabled: true }),
      });
    }
    return roles;
  }

  find(label) {
    const found = this.elements()
      .filter(
        (node) =>
          node.getAttribute("aria-label") === label || node.textContent.trim() === label || node.placeholder === label,
      )
      .at(-1);
    if (!found) throw new Error(`the page shows no “${label}”, but:\n${this.text()}`);
    return found;
  }

  async tap(label) {
    this.find(label).click();
  }

  async type(label, value) {
    const field = this.find(label);
    field.value = value;
    field.dispatchEvent(new this.window.Event("input", { bubbles: true }));
  }

  async sharePhone() {
    this.shares = true;
    this.find("Confirm").click();
  }

  async refusePhone() {
    this.shares = false;
    this.find("Confirm").click();
  }

  async until(text) {
    for (const end = Date.now() + 10000; Date.now() < end; await pause(10)) if (this.text().includes(text)) return;
    throw new Error(`the phone never showed “${text}”, but:\n${this.text()}`);
  }

  close() {
    this.program.close();
    // Whatever ticks stops with the end of the login.
    this.program.app?.shared.login.send({ type: "opened", scene: "", entry: 0 });
  }
}
