// One run of a page whose tree is changed between every two steps: a person tries to log in, and must get in or see a way
// on.
import { setTimeout as pause } from "node:timers/promises";
import { html } from "../support/pages.js";
import { Phone } from "../support/phone.js";
import { install } from "./meddler.js";
import { Random } from "./random.js";

/** How long a person waits for something to happen, in ms. */
const PATIENCE = 10_000;
/** How often a person tries. */
const TRIES = 5;

const PLACES = [{}, { shadow: "none" }, { mode: "modal", open: true }, { shadow: "none", mode: "modal", open: true }];

/** The plan of run `number` of a campaign. */
export const plan = (seed, number) => {
  const random = new Random(Math.imul(seed, 0x9e3779b1) + number);
  return {
    number,
    place: PLACES[number % PLACES.length],
    journey: random.pick(["password", "qr"]),
    /** How much is changed between two steps. */
    changes: random.pick([1, 1, 2, 4, 12]),
    seed: random.between(0, 2 ** 31),
  };
};

/** Runs in the page: what a person sees of the box. */
const look = () => {
  const box = document.querySelector("guard-widget");
  const root = box.shadowRoot ?? box;
  // Its page hears of it, and can open it again.
  if (box.mode === "modal" && !box.open) return { closed: true, form: false, tabs: 0, ways: 0, logins: globalThis.heard.filter((name) => name === "guard-login").length };
  const seen = (selector) => [...root.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0);
  const usable = (selector) => seen(selector).filter((one) => !one.disabled);
  globalThis.found = {
    account: usable("input[name=username], input[autocomplete=username]")[0],
    password: usable("input[name=password], input[type=password]")[0],
    submit: usable("button[type=submit], [part=submit]")[0],
    tabs: usable("[role=tab]"),
    ways: usable("button, a[href]").filter((one) => one.getAttribute("role") !== "tab" && !one.matches("[part=close], [part=submit], [type=submit], [aria-pressed]")),
  };
  const { account, password, submit, tabs, ways } = globalThis.found;
  const code = seen("[part=qr-code], [part=qr-image]").length > 0;
  const qr = root.querySelector("[part=qr]");
  return {
    form: !!(account && password && submit),
    tabs: tabs.length,
    ways: ways.length,
    code: code ? box.qrText : null,
    status: qr?.dataset.status ?? null,
    // A person reads it whatever has become of its element.
    number: root.querySelector(".guard-number")?.textContent.trim() || /(?<!\d)\d\d(?!\d)/.exec(qr?.innerText ?? "")?.[0] || null,
    success: seen("[part=qr][data-status=success], [data-status=success]").length > 0,
    words: (root.textContent ?? "").replace(/\s+/g, " ").slice(0, 240),
    logins: globalThis.heard.filter((name) => name === "guard-login").length,
    errors: globalThis.heard.filter((name) => name === "guard-login-error" || name === "guard-error").length,
  };
};

/** Whether a person is in, or sees what to do. */
const canGoOn = ({ logins, closed, success, form, tabs, ways, code }) => logins > 0 || closed || success || form || tabs > 0 || ways > 0 || !!code;

export class PageRun {
  problems = [];
  story = [];

  /** Lives through a plan; answers what is wrong, if anything is. */
  async live(browser, server, plan) {
    this.random = new Random(plan.seed);
    this.plan = plan;
    this.context = await browser.newContext({ locale: "en-US", viewport: { width: 700, height: 900 } });
    await this.context.addInitScript(install);
    await this.context.addInitScript(() => {
      globalThis.heard = [];
      for (const name of ["login", "login-error", "error"]) document.addEventListener(`guard-${name}`, () => globalThis.heard.push(`guard-${name}`), true);
    });
    this.page = await this.context.newPage();
    this.page.on("pageerror", (error) => this.problems.push(`an uncaught error: ${error.stack ?? error}`));
    const { page } = this;
    await page.route(`${server.url}/e2e/page`, (route) => route.fulfill({ contentType: "text/html", body: html(plan.place) }));
    await page.route("**/e2e/host.css", (route) => route.fulfill({ contentType: "text/css", body: "" }));
    try {
      await page.goto(`${server.url}/e2e/page`);
      await this.#until(({ form, tabs }) => form && tabs > 0);
      await this.#journey(browser);
    } catch (error) {
      // The way to the hosted page, on which nobody changes anything; a page that is being left is not there yet.
      const leads = await page.waitForURL("**/login?*", { timeout: 3_000, waitUntil: "commit" }).then(() => true, () => false);
      if (!leads) this.problems.push(`the run broke: ${error.stack}`);
    } finally {
      await this.phone?.close();
      await this.context.close();
    }
    return { problems: this.problems, story: this.story };
  }

  async #look() {
    this.seen = await this.page.evaluate(look);
    return this.seen;
  }

  async #until(is, ms = PATIENCE) {
    for (const end = Date.now() + ms; ; await pause(60)) {
      if (is(await this.#look())) return true;
      if (Date.now() > end) return false;
    }
  }

  async #meddle() {
    const did = await this.page.evaluate(([seed, count]) => globalThis.meddle(seed, count), [this.random.between(0, 2 ** 31), this.plan.changes]);
    this.story.push(`  others: ${did.join("; ")}`);
    // What the box does about it.
    await pause(80);
    await this.#look();
  }

  /** Uses something that was found; whether that was possible. */
  async #use(what, index, act) {
    const handle = await this.page.evaluateHandle(([what, index]) => (index === null ? globalThis.found[what] : globalThis.found[what][index]), [what, index]);
    const element = handle.asElement();
    if (!element) return false;
    return act(element).then(() => true, () => false);
  }

  #click(what, index = null) {
    // A script presses as a person would, whose finger finds a button beneath a foreign element, too.
    return this.#use(what, index, (element) => element.evaluate((one) => one.click()));
  }

  async #journey(browser) {
    let wantsCode = this.plan.journey === "qr";
    for (let tries = 0; tries < TRIES; tries += 1) {
      await this.#meddle();
      // A box that others have taken apart is drawn again after a moment.
      await this.#until(canGoOn, 6_000);
      if (this.seen.logins > 0) break;
      const { form, tabs, ways, status, success, closed } = this.seen;
      if (success || closed) break;
      this.story.push(`try ${tries}: ${wantsCode ? "qr" : "password"} ${JSON.stringify(this.seen)}`);
      if ((wantsCode || !(form || ways || tabs)) && (this.seen.code || tabs > 1 || status)) {
        if (await this.#byCode(browser)) break;
        wantsCode = false;
      } else if (form) {
        if (await this.#byPassword()) break;
        wantsCode = tries % 2 === 0;
      } else if (ways > 0) {
        await this.#click("ways", this.random.between(0, ways - 1));
        await pause(300);
      } else if (tabs > 0) {
        await this.#click("tabs", this.random.between(0, tabs - 1));
        await pause(300);
      } else {
        this.problems.push(`no way on: ${JSON.stringify(this.seen)}`);
        return;
      }
    }
    await this.#until(canGoOn, 6_000);
    const { logins, success } = this.seen;
    if (logins > 1) this.problems.push(`${logins} logins were told`);
    if (success && logins === 0) this.problems.push("the box shows success and has told nobody");
    if (!canGoOn(this.seen)) this.problems.push(`no way on at the end: ${JSON.stringify(this.seen)}`);
  }

  async #byPassword() {
    const type = (text) => (element) => element.fill(text, { timeout: 2_000, force: true });
    const typed = (await this.#use("account", null, type("lin"))) && (await this.#use("password", null, type("shanlan-tea-2026")));
    await this.#meddle();
    if (!typed || !this.seen.form) return this.seen.logins > 0;
    const { errors, ways, words } = this.seen;
    await this.#click("submit");
    const moved = await this.#until((now) => now.logins > 0 || now.errors > errors || now.ways > ways || now.words !== words);
    if (!moved) this.problems.push(`frozen: the form was sent, and nothing came of it: ${JSON.stringify(this.seen)}`);
    await this.#until(({ logins }) => logins > 0, 1_500);
    return this.seen.logins > 0;
  }

  async #byCode(browser) {
    if (!this.seen.code) await this.#click("tabs", this.seen.tabs - 1);
    if (!(await this.#until(({ code }) => code, 3_000))) return false;
    await this.#meddle();
    if (!this.seen.code) return false;
    this.phone = await Phone.open(browser, this.seen.code);
    await this.#meddle();
    const scanned = await this.#until(({ status, number }) => status === "scanned" && number, 5_000);
    if (scanned) {
      await this.#meddle();
      const { number } = this.seen;
      // Without the number that the box shows nobody can agree.
      if (number) await this.phone.confirm(number.replace(/[«»]/g, "")).catch(() => {});
      await this.#until(({ logins }) => logins > 0, 6_000);
    }
    await this.phone.close();
    this.phone = null;
    return this.seen.logins > 0;
  }
}
