// One drawn login box: the skeleton, then what the module draws, or the way out when there can be no module. Used by
// the element and by `startScanning`.
import { askConfig } from "./early.js";
import { ready, reason } from "./module.js";
import { give, take } from "./seats.js";
import { skeleton } from "./skeleton.js";
import { trouble } from "./trouble.js";

/** What is in the box once there is more than a skeleton. */
const DRAWN = ".guard-body:not([aria-busy] > *)";

export class Box {
  #place;
  #ask;
  #tell;
  /** Counts starts and drops: what was begun for an earlier one is void. */
  #turn = 0;
  /** The skeleton or the trouble. */
  #stand;
  #early;
  /** The module with the language that is shown. */
  #loaded;
  /** @type {import("./seats.js").Seat | undefined} */
  #seat;
  #observer;
  #stale = false;

  /**
   * @param {ShadowRoot | Element} place where it is drawn
   * @param {() => Record<string, any>} ask the options as they are by then
   * @param {(name: string, detail?: any) => boolean} tell is called with what happens; `false` stops what can be stopped
   */
  constructor(place, ask, tell) {
    this.#place = place;
    this.#ask = ask;
    this.#tell = tell;
  }

  /** What the module has on the stage; none before it is drawn. */
  get stage() {
    return this.#seat?.stage;
  }

  /** Draws the skeleton, and all else when it has come. */
  async start() {
    const turn = ++this.#turn;
    const options = this.#ask();
    this.#put(skeleton(options));
    this.#tell("state", "loading");
    this.#early = askConfig(options);
    try {
      const loaded = await ready(options.lang);
      if (turn !== this.#turn) return;
      this.#loaded = loaded;
      this.#mount();
      // The language may have become another one since, whose texts are to be fetched.
      if (this.#ask().lang !== options.lang) this.changed();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** Takes everything out and cancels all that goes on. */
  drop() {
    this.#turn++;
    this.#early?.abort();
    this.#observer?.disconnect();
    const seat = this.#seat;
    this.#seat = undefined;
    if (seat) give(seat);
    this.#put();
  }

  /** Puts what is drawn back into its place, if something has taken it out. */
  putBack() {
    for (const drawn of [this.#stand, this.#seat?.root]) {
      if (drawn && drawn.parentNode !== this.#place) this.#place.append(drawn);
    }
  }

  /** Tells the module of all changes made in one go, and never from inside one of its own calls. */
  changed() {
    if (this.#stale || !this.#seat) return;
    this.#stale = true;
    queueMicrotask(() => {
      this.#stale = false;
      if (this.#seat) this.#update(this.#seat);
    });
  }

  async #update(seat) {
    const { lang } = this.#ask();
    try {
      // The language may be another one, whose texts are not here yet.
      const loaded = await ready(lang);
      if (lang === this.#ask().lang) this.#loaded = loaded;
    } catch (error) {
      // It stays as it is; the rest of the change still counts.
      if (seat === this.#seat) this.#tell("error", reason(error));
    }
    if (seat === this.#seat) seat.stage.update(this.#options());
  }

  #options() {
    const { lang, texts } = this.#loaded;
    return { ...this.#ask(), lang, texts, early: this.#early };
  }

  #mount() {
    const seat = take(this.#loaded.glue);
    this.#seat = seat;
    seat.root.hidden = true;
    this.#place.append(seat.root);
    const show = () => {
      this.#observer?.disconnect();
      if (!seat.root.hidden) return;
      seat.root.hidden = false;
      this.#put();
    };
    // The module draws in several goes and begins with a skeleton of its own. Ours stays until there is a card, and
    // then the two change places between two frames.
    this.#observer = new MutationObserver(() => seat.root.querySelector(DRAWN) && show());
    this.#observer.observe(seat.root, { childList: true, subtree: true });
    seat.stage.mount(this.#options(), (name, detail) => {
      if (this.#seat !== seat) return false;
      if (name === "ready" || name === "error") show();
      return this.#tell(name, detail);
    });
  }

  #fail(error) {
    // What a broken module has drawn so far is no use, and its stage none to others.
    this.#observer?.disconnect();
    this.#seat?.root.remove();
    this.#seat = undefined;
    this.#put(trouble(this.#ask()));
    this.#tell("state", "error");
    this.#tell("error", reason(error));
  }

  #put(stand) {
    this.#stand?.remove();
    this.#stand = stand;
    if (stand) this.#place.append(stand);
  }
}
