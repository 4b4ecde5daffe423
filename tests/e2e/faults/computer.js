// The computer: a page with a box, on a clock of its own, and what a person sees and does there.
import { setTimeout as pause } from "node:timers/promises";
import { html } from "../support/pages.js";
import { install } from "./clock.js";

/** Runs in the page: what the box shows. */
const look = () => {
  const box = document.querySelector("guard-widget");
  const root = box?.shadowRoot;
  const part = (name) => root?.querySelector(`[part="${name}"]`);
  const words = (element) => element?.textContent.trim() ?? "";
  return {
    status: part("qr")?.dataset.status ?? (part("error") || root?.querySelector("[role=alert]") ? "broken" : "none"),
    title: words(root?.querySelector(".guard-status")),
    code: box?.qrText ?? null,
    number: words(root?.querySelector(".guard-number")) || null,
    button: [...(root?.querySelectorAll("button") ?? [])].some((button) => button.matches("[part=qr-refresh], [part=link], .guard-button")),
    logins: Number(sessionStorage.logins ?? 0),
  };
};

export class Computer {
  #page;
  #wall;
  complaints = [];

  /** Opens the page with the box. */
  static async open(browser, url) {
    const computer = new Computer();
    computer.context = await browser.newContext({ locale: "en-US", viewport: { width: 600, height: 800 } });
    computer.#wall = Date.now();
    await computer.context.addInitScript(install, computer.#wall);
    await computer.context.addInitScript(() => {
      // A page may be told of a login, and be loaded anew before anybody has looked.
      document.addEventListener("guard-login", () => (sessionStorage.logins = Number(sessionStorage.logins ?? 0) + 1), true);
    });
    const page = await computer.context.newPage();
    computer.#page = page;
    page.on("console", (message) => {
      if (message.type() === "error" && !/^Failed to load resource|^Access to fetch/.test(message.text())) computer.complaints.push(message.text());
    });
    page.on("pageerror", (error) => computer.complaints.push(String(error)));
    const body = html({ "default-tab": "qr", tabs: "qr,password" });
    await page.route(`${url}/faults/page`, (route) => route.fulfill({ contentType: "text/html", body }));
    await page.route("**/e2e/host.css", (route) => route.fulfill({ contentType: "text/css", body: "" }));
    await page.goto(`${url}/faults/page`);
    await computer.#loaded();
    return computer;
  }

  /** Waits for the box's files, which come in real time and have no part in the run. */
  async #loaded() {
    for (let tries = 0; (await this.run(0)).status === "none"; tries += 1) {
      if (tries > 600) throw new Error("the box was not loaded");
      await pause(50);
    }
  }

  /** Lets time pass and answers what the box shows then. */
  async run(ms) {
    return this.#page.evaluate(
      async ([ms, look]) => {
        await globalThis.runsClock.run(ms);
        return new Function(`return (${look})()`)();
      },
      [ms, look.toString()],
    );
  }

  /** Presses the button that a state without a way on by itself has. */
  async press() {
    await this.#page.evaluate(() => {
      const root = document.querySelector("guard-widget").shadowRoot;
      (root.querySelector("[part=qr-refresh]") ?? root.querySelector("[role=alert] button, [part=error] button, button.guard-button-quiet"))?.click();
    });
  }

  #browser(name, ...parts) {
    return this.#page.evaluate(([name, parts]) => globalThis.runsBrowser[name](...parts), [name, parts]);
  }

  #clock(name, ...parts) {
    return this.#page.evaluate(([name, parts]) => globalThis.runsClock[name](...parts), [name, parts]);
  }

  /**
   * Begins a move of the plan; answers what ends it, to be called when its time is over.
   * @param {ReturnType<import("./plan.js").plan>["moves"][0]} move
   * @param {import("./proxy.js").Proxy} proxy
   * @param {(ms: number) => Promise<void>} others lets time pass everywhere else
   */
  async begin(move, proxy, others) {
    switch (move.kind) {
      case "clock":
        await this.#clock("step", move.step);
        return async () => {};
      case "hidden":
        await this.#browser("hide", true);
        return () => this.#browser("hide", false);
      case "offline":
        proxy.offline = true;
        proxy.kill();
        await this.#browser("online", false);
        return () => {
          proxy.offline = false;
          return this.#browser("online", true);
        };
      case "sleep":
        proxy.kill();
        await others(move.ms);
        await this.#clock("sleep", move.ms, move.counted);
        return async () => {};
      case "cached":
        await this.#browser("leave");
        await this.#browser("hide", true);
        proxy.kill();
        await others(move.ms);
        await this.#clock("sleep", move.ms, move.counted);
        await this.#browser("hide", false);
        await this.#browser("comeBack");
        return async () => {};
      case "reload":
        await this.#page.reload();
        await this.#loaded();
        return async () => {};
    }
  }

  async close() {
    await this.context.close();
  }
}
