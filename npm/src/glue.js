// The one place that knows the names of the module's exports.
import * as glue from "guard-glue";

export const { default: init, startSession, login, logout } = glue;

/** A root that the module draws one box after the other in. */
export class Mount extends glue.Stage {
  #waiting = [];

  /** Draws a box. */
  put(options, emit) {
    const pace = options.paced && (() => new Promise((resolve) => this.#waiting.push(resolve)));
    this.mount({ ...options, ...(pace && { pace }) }, emit);
  }

  /** Takes the box off, and ends all that it does. */
  take() {
    this.unmount();
  }

  /** Lets the polls that wait go out, where they are `paced`. */
  beat() {
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }
}
