// The phone: the server's own page in the hand of the person, on a clock of its own.
import { PHONE } from "../support/phone.js";
import { install } from "./clock.js";

/** Runs in the page: what the phone shows. */
const look = () => {
  const result = document.getElementById("result");
  const shown = result && !result.hidden;
  return {
    asks: !document.getElementById("ask")?.hidden,
    result: shown ? result.dataset.result : null,
    title: shown ? document.getElementById("result-title").textContent : "",
  };
};

export class Phone {
  #page;
  #context;
  complaints = [];

  /** Opens what the code says. */
  static async open(browser, url) {
    const phone = new Phone();
    phone.#context = await browser.newContext(PHONE);
    await phone.#context.addInitScript(install, Date.now());
    phone.#page = await phone.#context.newPage();
    phone.#page.on("pageerror", (error) => phone.complaints.push(String(error)));
    await phone.#page.goto(url);
    return phone;
  }

  async run(ms) {
    return this.#page.evaluate(
      async ([ms, look]) => {
        await globalThis.runsClock.run(ms);
        return new Function(`return (${look})()`)();
      },
      [ms, look.toString()],
    );
  }

  /** Agrees, as often as the page lets it. */
  async confirm(number) {
    await this.#page.evaluate((number) => {
      document.querySelector(`[data-testid="number-${number}"] input`)?.click();
      const button = document.getElementById("confirm");
      if (button.getAttribute("aria-disabled") !== "true") button.click();
    }, number);
  }

  async close() {
    await this.#context.close();
  }
}
