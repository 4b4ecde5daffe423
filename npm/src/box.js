// One drawn login box: the first frame, then what the module draws, or the fallback when there can be no module. Used by
// the element and by `startScanning`.
import { prefetch as prefetchPart } from "guard-parts";
import { breathe, painted } from "./breathe.js";
import { fallback } from "./fallback.js";
import { Frame } from "./form.js";
import { late } from "./idle.js";
import { isBegun, ready, reason } from "./module.js";
import { give, mountOf, take } from "./mounts.js";
import { prefetch } from "./prefetch.js";
import { trapped } from "./trap.js";

/** What sends a password is here by the time that somebody has typed one. */
const prefetchSubmit = () => prefetchPart("submit");

export class Box {
  #place;
  #ask;
  #tell;
  /** Counts starts and drops: what was begun for an earlier one is void. */
  #turn = 0;
  /** The root that the module draws in. @type {import("./mounts.js").Place | undefined} */
  #root;
  /** Stands until the module has taken it over. @type {Frame | undefined} */
  #frame;
  /** The password was begun before the application's own tabs were known. */
  #isTyped = false;
  #fallback;
  #prefetch;
  /** The module with the language that is shown. */
  #loaded;
  /** The mount in the root, once the module draws. @type {import("./glue.js").Mount | undefined} */
  #mount;
  #observer;
  /** @type {import("./backend.js").Held | undefined} */
  #held;
  /** The fields and buttons that the module has taken over, until it is ready. */
  #leaves;
  #isStale = false;
  /** Ends the watch over what is drawn. */
  #unwatch;
  #trapped = (error) => this.#fail(error);

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

  /** The mount of the module; none before it draws. */
  get mount() {
    return this.#mount;
  }

  /** Draws the first frame, and all else when it has come. @param {boolean} [isDialog] it must be there before that is opened */
  async start(isDialog) {
    const turn = ++this.#turn;
    try {
      // What the browser does when a page has loaded comes in the task of its last script.
      if (!isDialog && document.readyState === "interactive") await breathe();
      if (turn !== this.#turn) return;
      this.#root = take();
      // After a failure it is still there, with all that was typed.
      this.#frame ??= new Frame(this.#ask(), () => this.#typed());
      this.#root.root.append(this.#frame.scope);
      this.#place.append(this.#root.root);
      this.#tell("state", "loading");
      // The form is to be typed into before anything is asked for. The place of a code is of no use to anybody.
      if (this.#frame.leaves.length && !isBegun()) await painted();
      if (turn !== this.#turn) return;
      const options = this.#ask();
      const loading = ready(options.lang);
      this.#prefetch = prefetch(options);
      // The code comes first.
      if (!this.#frame.leaves.length) {
        prefetchPart("qr");
        // Without its script, it comes with the module.
        import("./guard-code.js").then(({ early }) => early(this.#prefetch, options, this.#frame.scope)).catch(() => {});
      }
      await loading;
      // So the module draws the card in one go, and there are never two for longer than a moment.
      if (!this.#ask().config) await this.#prefetch?.reply.catch(() => {});
      await breathe();
      // While it was waited for, another box may have made the module trap: then this is a fresh one.
      this.#loaded = await ready(options.lang);
      if (turn !== this.#turn) return;
      trapped.add(this.#trapped);
      const mount = mountOf(this.#root, this.#loaded.glue);
      await breathe();
      if (turn !== this.#turn) return;
      this.#draw(mount);
      // The language may have become another one since, whose texts are to be fetched.
      if (this.#ask().lang !== options.lang) this.changed();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** Takes everything out and cancels all that goes on. */
  drop() {
    this.#turn++;
    this.#prefetch?.abort();
    if (!this.#leaves) this.#frame?.scope.remove();
    this.#frame?.forget();
    this.#fallback?.remove();
    trapped.delete(this.#trapped);
    this.#observer?.disconnect();
    this.#unwatch = this.#unwatch?.();
    const root = this.#root;
    this.#root = this.#mount = this.#frame = this.#leaves = this.#fallback = undefined;
    if (root) give(root);
  }

  /** Puts what is drawn back into its place, if something has taken it out. */
  putBack() {
    for (const drawn of [this.#fallback, this.#root?.root]) {
      if (drawn && drawn.parentNode !== this.#place) this.#place.append(drawn);
    }
  }

  /** Moves the focus to the first field of the first frame; whether there is one. @param {FocusOptions} [how] */
  focus(how) {
    return this.#frame?.focus(how);
  }

  /** Tells the module of all changes made in one go, and never from inside one of its own calls. */
  changed() {
    const { appId, host } = this.#ask();
    // Nobody waits for the answer to another question.
    if (this.#prefetch && (this.#prefetch.appId !== appId || this.#prefetch.host !== host)) this.#prefetch.abort();
    if (this.#isStale || !this.#mount) return;
    this.#isStale = true;
    queueMicrotask(() => {
      this.#isStale = false;
      if (this.#mount) this.#update(this.#mount);
    });
  }

  async #update(mount) {
    const { lang } = this.#ask();
    try {
      // The language may be another one, whose texts are not here yet.
      const loaded = await ready(lang);
      if (lang === this.#ask().lang) this.#loaded = loaded;
    } catch (error) {
      // It stays as it is; the rest of the change still counts.
      if (mount === this.#mount) this.#tell("error", reason(error));
    }
    if (mount === this.#mount) mount.update(this.#options());
  }

  #options() {
    const { glue, lang, texts } = this.#loaded;
    const options = { ...this.#ask(), lang, texts, prefetch: this.#prefetch };
    this.#held = glue.hold(options.backend, this.#held);
    options.backend = this.#held?.facade;
    // Where the page left it to the application, the person has decided by now.
    if (this.#isTyped && !options.defaultTab) options.defaultTab = "password";
    return options;
  }

  #typed() {
    if (this.#isTyped === this.#frame?.isTyped) return;
    this.#isTyped = !this.#isTyped;
    this.changed();
  }

  /** @param {import("./glue.js").Mount} mount in the root */
  #draw(mount) {
    this.#mount = mount;
    // The module draws in several goes, between which the browser may paint.
    this.#observer = new MutationObserver(() => this.#handOver(false));
    this.#observer.observe(this.#root.root, { childList: true, subtree: true });
    mount.put(this.#options(), (name, detail) => {
      if (this.#mount !== mount) return false;
      if (name === "ready") {
        this.#catchUp();
        this.#watch(this.#turn);
        if (detail.tabs.includes("password")) late().then(prefetchSubmit);
      }
      // Its words stand in the form's place. If there is a form after all, what was typed is put into it.
      if (name === "error" && !this.#leaves) this.#frame?.scope.remove();
      return this.#tell(name, detail);
    });
  }

  /** Hands the first frame over as soon as there is something to hand it over to. */
  #handOver(isDone) {
    const { root } = this.#root;
    const frame = this.#frame;
    const drawn = root.lastElementChild === frame.scope ? null : root.lastElementChild;
    const { objects, takeOver } = this.#loaded.glue;
    const leaves = takeOver(frame, drawn, objects(), isDone);
    if (!leaves) return;
    this.#observer.disconnect();
    this.#leaves = leaves;
  }

  /** Does what the person has done already, before anything is painted; not from inside the module's own call. */
  #catchUp() {
    if (!this.#frame) return;
    if (!this.#leaves) this.#handOver(true);
    const [frame, leaves, mount, { catchUp }] = [this.#frame, this.#leaves, this.#mount, this.#loaded.glue];
    this.#frame = this.#leaves = undefined;
    if (!leaves.length) return;
    queueMicrotask(() => {
      if (mount !== this.#mount) return;
      catchUp(frame, leaves);
      const lost = leaves.find((leaf) => leaf.matches(":focus") && leaf.closest("[hidden]"));
      if (lost) {
        lost.blur();
        mount.focus(true);
      }
    });
  }

  async #watch(turn) {
    const more = await late();
    if (turn === this.#turn) this.#unwatch ??= more?.watchOver(this.#place, () => this.#root?.root, (error) => this.#lost(error));
  }

  /** Others have removed what was drawn. What the module still has is not theirs to bring down. */
  #lost(error) {
    if (!error) return this.#tell("gone");
    this.#fallback?.remove();
    if (this.#root) give(this.#root);
    this.#fail(error);
  }

  #fail(error) {
    this.#turn++;
    this.#prefetch?.abort();
    trapped.delete(this.#trapped);
    this.#observer?.disconnect();
    // A form that the module has taken over is lost with it.
    if (this.#leaves) this.#frame = this.#leaves = undefined;
    this.#frame?.send(false);
    // The drawing of a broken module is no use, and its root none to others.
    this.#root?.root.remove();
    this.#root = this.#mount = undefined;
    const why = reason(error);
    const again = () => {
      this.#fallback.remove();
      this.#fallback = undefined;
      this.start();
    };
    const isBlocked = why.code === "wasm-blocked";
    const card = (this.#fallback = fallback(this.#ask(), !isBlocked && again));
    this.#place.append(card);
    // Without it the card is of use, too.
    if (isBlocked) import("./guard-lead.js").then(({ lead }) => lead(this.#ask(), card, this.#tell)).catch(() => {});
    this.#tell("state", "error");
    this.#tell("error", why);
  }
}
