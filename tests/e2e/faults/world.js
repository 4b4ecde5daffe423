// One run: a box, phones and a server in one time, and the verdict.
import { setTimeout as pause } from "node:timers/promises";
import { Computer } from "./computer.js";
import { Phone } from "./phone.js";

/** One step of time, in ms. */
const STEP = 1_000;
/** How long things may go wrong, in ms of the run. */
const TROUBLE = 200_000;
/** How long a login may take when nothing goes wrong any more. */
const CALM = 240_000;
/** How long a box may show something else after a phone was told that it is logged in. */
const TELLING = 90_000;
const ENDED = new Set(["expired", "cancelled", "error", "broken"]);

export class World {
  #browser;
  #proxy;
  #server;

  constructor(browser, proxy, server) {
    this.#browser = browser;
    this.#proxy = proxy;
    this.#server = server;
  }

  /** Lives through a plan; answers what is wrong, if anything is. */
  async live(plan) {
    this.#proxy.begin(plan.faults);
    this.now = 0;
    this.plan = plan;
    this.pending = [...plan.moves];
    this.ending = [];
    this.told = null;
    this.lost = false;
    this.isCalm = false;
    this.problems = [];
    this.story = [];
    this.computer = await Computer.open(this.#browser, this.#proxy.url);
    try {
      await this.#step();
      await this.#trouble();
      await this.#calm();
      // Nothing may follow a login.
      this.pending = [];
      for (let more = 0; more < 10; more += 1) await this.#step();
      if (this.seen.logins !== 1) this.#problem(`${this.seen.logins} logins were told`);
      for (const complaint of this.computer.complaints) this.#problem(`console: ${complaint}`);
    } catch (error) {
      this.#problem(`the run broke: ${error.stack}`);
    } finally {
      await this.phone?.close();
      this.phone = null;
      await this.computer.close();
    }
    return { problems: this.problems, story: [...this.story, ...this.#proxy.log] };
  }

  #problem(text) {
    this.problems.push(`${this.now} ms: ${text}`);
  }

  async #others(ms) {
    this.now += ms;
    this.#server.advance(ms);
    this.#proxy.advance(ms);
    await this.#settle();
    if (this.phone) this.phoneSees = await this.phone.run(ms);
    await this.#settle();
  }

  /** Waits until nobody works on anything any more. */
  async #settle() {
    for (let turn = 0; turn < 2; turn += 1) {
      await pause(3);
      for (let wait = 0; this.#proxy.active > 0 && wait < 200; wait += 1) await pause(2);
    }
  }

  async #step() {
    for (const end of this.ending.filter(({ at }) => at <= this.now)) await end.end();
    this.ending = this.ending.filter(({ at }) => at > this.now);
    while (this.pending[0]?.at <= this.now && !this.seen?.logins) {
      const move = this.pending.shift();
      this.story.push(`${this.now} ${move.kind} ${JSON.stringify(move)}`);
      if (["reload", "sleep", "cached"].includes(move.kind) && this.told) this.lost = true;
      const end = await this.computer.begin(move, this.#proxy, (ms) => this.#others(ms));
      this.ending.push({ at: this.now + move.ms, end });
    }
    await this.#others(STEP);
    const before = this.seen?.status;
    this.seen = await this.computer.run(STEP);
    await this.#settle();
    if (this.seen.status !== before) this.story.push(`${this.now} box: ${this.seen.status} ${this.seen.title}`);
    await this.#usePhone();
    this.#judge();
  }

  /** The person scans what is shown, and agrees after a while. */
  async #usePhone() {
    const { status, code, number, logins } = this.seen;
    if (logins > 0) return;
    if (!this.phone && status === "ready" && code && code !== this.scanned && this.now >= this.plan.scansAfter) {
      this.scanned = code;
      this.agrees = null;
      this.phone = await Phone.open(this.#browser, code);
      await this.#settle();
      this.phoneSees = await this.phone.run(0);
      return;
    }
    if (!this.phone) return;
    // A person who is shown another code takes the phone up again.
    if (this.isCalm && status === "ready" && code && code !== this.scanned) return this.#putAway();
    const { asks, result, title } = this.phoneSees;
    if (asks && status === "scanned" && number) {
      this.agrees ??= this.now + this.plan.hesitates;
      if (this.now >= this.agrees) {
        await this.phone.confirm(number);
        this.agrees = this.now + 2_000;
      }
    }
    if (title === "Logged in" && !this.told) this.told = { at: this.now, code: this.scanned };
    if (title !== this.phoneTitle) this.story.push(`${this.now} phone: ${result} ${title}`);
    this.phoneTitle = title;
    if (result && result !== "confirmed") await this.#putAway();
  }

  async #putAway() {
    for (const complaint of this.phone.complaints) this.#problem(`phone: ${complaint}`);
    await this.phone.close();
    this.phone = null;
  }

  /** No phone is told "logged in" where the computer is not. */
  #judge() {
    if (!this.told || this.seen.logins > 0 || this.lost) return;
    const late = this.now - this.told.at > TELLING;
    if (late || ENDED.has(this.seen.status) || (this.seen.code && this.seen.code !== this.told.code)) {
      this.#problem(`the phone says "Logged in", the box is ${this.seen.status}`);
      this.lost = true;
    }
  }

  async #trouble() {
    for (let ended = 0; this.now < TROUBLE && this.seen.logins === 0; ) {
      await this.#step();
      ended = ENDED.has(this.seen.status) && this.pending.length === 0 ? ended + 1 : 0;
      if (ended > 6) break;
    }
  }

  /** When all is well again a person gets in: by itself or with the button that is there. */
  async #calm() {
    if (this.seen.logins > 0) return;
    this.#proxy.heal();
    this.isCalm = true;
    this.pending = [];
    for (const { end } of this.ending) await end();
    this.ending = [];
    this.story.push(`${this.now} all is well again`);
    const end = this.now + CALM;
    let waits = 0;
    while (this.seen.logins === 0) {
      if (this.now > end) return this.#problem(`frozen: ${this.seen.status} "${this.seen.title}"`);
      waits = ENDED.has(this.seen.status) ? waits + 1 : 0;
      if (waits === 3) {
        if (!this.seen.button) return this.#problem(`no way on: ${this.seen.status} "${this.seen.title}"`);
        if (this.phone) await this.#putAway();
        await this.computer.press();
      }
      await this.#step();
    }
  }
}
