// A backend of the page's own, and what the element knows beforehand. Part of guard-widget.d.ts.

/** What the card shows, known beforehand: nothing is asked for. */
export interface GuardConfig {
  /** Name of the application. */
  name?: string;
  /** URL of the logo. */
  logo?: string;
  /** The line below the title; in one language, or by language tag. */
  welcome?: string | Readonly<Record<string, string>>;
  tabs?: readonly GuardTab[];
  defaultTab?: GuardTab;
  /** Where a login may go on to. */
  redirectUris?: readonly string[];
}

/** The last argument of every function of a backend. */
export interface GuardCall {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Language of the person, as a BCP 47 tag. */
  readonly lang: string;
}

export interface GuardCredentials {
  readonly account: string;
  readonly password: string;
}

/** What a login gives. */
export interface GuardGrant {
  user?: Readonly<Record<string, unknown>>;
  /** Absent: `user.token`. */
  token?: string;
  /** Absent: `user.idToken`. */
  idToken?: string;
  ticket?: string;
}

/** A QR code: either `text`, which is drawn, or `url`, a picture of it. */
export interface GuardCode {
  id: string;
  text?: string;
  url?: string;
  /** Goes on with the login on the phone that shows the code: `https:`, or WeChat’s `weixin:`. */
  openUrl?: string;
  /** URL of a picture in its middle. */
  logo?: string;
  /** How long it is valid, in seconds. */
  expiresIn?: number;
  /** Time between two checks, in seconds. */
  interval?: number;
  /** Where the first check begins; see {@link GuardBackend.check}. */
  seq?: number;
  /** Whether a check waits for a change. */
  longPoll?: boolean;
}

/** How far a QR login is. */
export interface GuardProgress {
  status: "waiting" | "scanned" | "confirmed" | "cancelled" | "expired" | "mfa" | "error";
  scanner?: GuardScanner;
  /** Number to choose on the phone. */
  number?: string;
  /** With `confirmed`: what {@link GuardBackend.redeem} is given. */
  ticket?: string;
  /** With `confirmed`: the login itself, without a ticket. */
  user?: Readonly<Record<string, unknown>>;
  token?: string;
  idToken?: string;
  /** With `mfa` and `error`. */
  code?: string | number;
  message?: string;
  data?: unknown;
  flowHandle?: string;
  /** How long the code is still valid, in seconds. */
  expiresIn?: number;
  /** Time until the next check, in seconds. */
  interval?: number;
  /** Handed back by the next check. */
  seq?: number;
}

/** Functions in place of the server’s protocol; any of them. A failure is a thrown {@link GuardError}. */
export interface GuardBackend {
  config?(call: GuardCall): GuardConfig | Promise<GuardConfig>;
  login?(credentials: GuardCredentials, call: GuardCall): GuardGrant | Promise<GuardGrant>;
  createCode?(call: GuardCall): GuardCode | Promise<GuardCode>;
  /** `seq` is the one of the last answer; `wait` is how long a change may be waited for, in seconds. */
  check?(
    code: GuardCode,
    call: GuardCall & { readonly seq: number; readonly wait: number },
  ): GuardProgress | Promise<GuardProgress>;
  redeem?(code: GuardCode, ticket: string, call: GuardCall): GuardGrant | Promise<GuardGrant>;
  /** Nobody looks at the code any more. */
  abandon?(code: GuardCode): void;
  logout?(token: string | undefined, call: GuardCall): void | Promise<void>;
}

export interface GuardErrorOptions {
  code?: string | number;
  retryable?: boolean;
  remainingAttempts?: number;
  data?: unknown;
  flowHandle?: string;
  cause?: unknown;
}

/** What a backend throws, and what {@link login} rejects with. */
export class GuardError extends Error {
  constructor(message: string, details?: GuardErrorOptions);
  readonly code: string;
  /** Whether the same may work later without anything being changed. */
  readonly retryable: boolean;
  /** How often a wrong password may still be typed. */
  readonly remainingAttempts?: number;
  readonly data?: unknown;
  readonly flowHandle?: string;
}
