// What a page asks for, as the browser's own network log has it.

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Requests that are meant to stay open or to come again and again. */
const POLL = "/api/v2/qrcode/check";

export class Traffic {
  #requests = new Map();
  #changed = Date.now();

  /** @param {import("playwright-core").CDPSession} devtools */
  constructor(devtools) {
    devtools.on("Network.requestWillBeSent", (event) => this.#sent(event));
    devtools.on("Network.responseReceived", ({ requestId, response }) => {
      this.#note(requestId, { status: response.status, protocol: response.protocol });
    });
    devtools.on("Network.dataReceived", () => (this.#changed = Date.now()));
    devtools.on("Network.loadingFinished", ({ requestId, timestamp, encodedDataLength }) => {
      this.#note(requestId, { ended: timestamp, bytes: encodedDataLength });
    });
    devtools.on("Network.loadingFailed", ({ requestId, timestamp, errorText }) => {
      this.#note(requestId, { ended: timestamp, failure: errorText });
    });
  }

  #sent({ requestId, request, timestamp }) {
    const url = new URL(request.url);
    // A browser with a window asks for an icon; that is not the widget's doing.
    if (!/^https?:$/.test(url.protocol) || url.pathname === "/favicon.ico") return;
    const poll = url.pathname === POLL;
    this.#requests.set(requestId, { url, method: request.method, sent: timestamp, bytes: 0, poll });
    if (!poll) this.#changed = Date.now();
  }

  #note(requestId, more) {
    const request = this.#requests.get(requestId);
    if (!request) return;
    Object.assign(request, more);
    if (!request.poll) this.#changed = Date.now();
  }

  /** Waits until nothing has been under way for `quiet` ms, polls apart; for `most` ms at most. */
  async quiet(quiet, most) {
    const deadline = Date.now() + most;
    while (Date.now() < deadline) {
      const open = [...this.#requests.values()].some((request) => !request.poll && request.ended === undefined);
      if (!open && Date.now() - this.#changed >= quiet) return;
      await sleep(25);
    }
  }

  /** How many requests there have been. */
  get count() {
    return this.#requests.size;
  }

  /**
   * Sums: all in all, and what was sent or had arrived `until` ms after the page was asked for.
   * @param {number} until
   */
  sums(until) {
    const requests = [...this.#requests.values()];
    const moment = Math.min(...requests.map(({ sent }) => sent)) + until / 1000;
    const bytes = (of) => of.reduce((sum, request) => sum + request.bytes, 0);
    return {
      requests: requests.length,
      requestsUntil: requests.filter(({ sent }) => sent <= moment).length,
      bytes: bytes(requests),
      bytesUntil: bytes(requests.filter(({ ended }) => ended !== undefined && ended <= moment)),
    };
  }

  /** What a valid measurement does not have: other hosts, refusals, another protocol. */
  get oddities() {
    const odd = new Set();
    for (const { url, method, status, protocol, failure, poll } of this.#requests.values()) {
      const name = `${method} ${url.hostname === "127.0.0.1" ? "" : url.origin}${url.pathname}`;
      if (url.hostname !== "127.0.0.1") odd.add(`asks another host, which is blocked: ${name}`);
      else if (status >= 400) odd.add(`${name} is answered with ${status}`);
      else if (failure && !poll && failure !== "net::ERR_ABORTED") odd.add(`${name} fails: ${failure}`);
      if (protocol && protocol !== "h2") odd.add(`${name} comes over ${protocol}`);
    }
    return [...odd];
  }
}
