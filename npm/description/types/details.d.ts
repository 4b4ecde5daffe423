// The words of the element and the details of its events. Part of guard-widget.d.ts.

export type GuardTheme = "auto" | "light" | "dark";
export type GuardMode = "inline" | "modal";
export type GuardShadow = "open" | "none";

export type GuardQrStatus =
  | "loading"
  | "ready"
  | "scanned"
  | "confirmed"
  | "success"
  | "expired"
  | "cancelled"
  | "error"
  | "offline";

/** Why a status came about, where the status alone does not tell. */
export type GuardQrReason =
  | "rotated"
  | "timed-out"
  | "logged-in-elsewhere"
  | "declined"
  | "vetoed"
  | "unavailable"
  | "busy"
  | "refused"
  | "too-late"
  | "mfa-required";

/** Who scanned the code, as far as the server tells before the login. */
export interface GuardScanner {
  readonly nickname?: string;
  /** URL of a picture. */
  readonly avatar?: string;
}

export interface GuardReadyDetail {
  readonly tabs: readonly GuardTab[];
}

export interface GuardTabChangeDetail {
  readonly tab: GuardTab;
}

export interface GuardQrStatusDetail {
  readonly status: GuardQrStatus;
  readonly reason?: GuardQrReason;
  /** How long the code is still valid, in seconds. */
  readonly expiresIn?: number;
  readonly scanner?: GuardScanner;
  /** The number to show while `scanned`: the phone must choose it. Absent where the server does not ask for one. */
  readonly number?: string;
}

export interface GuardBeforeLoginDetail {
  readonly method: GuardMethod;
  /** What was typed as the account. */
  readonly account?: string;
}

/** Carries credentials; the event does not bubble. */
export interface GuardLoginDetail {
  /** `hosted`: on the hosted page, which took the place of a box on a page that forbids WebAssembly. */
  readonly method: GuardMethod | "hosted";
  /** Absent when the server lets only other servers exchange the ticket. */
  readonly user?: Readonly<Record<string, unknown>>;
  /** The session at the server; opens `users/me`, and ends with `logout()`. */
  readonly token?: string;
  /** Who logged in, as a signed JWT that your backend verifies by itself. Absent where the server sends none. */
  readonly idToken?: string;
  readonly ticket?: string;
}

/** The login that was made in an element. */
export type GuardSession = GuardLoginDetail;

export interface GuardLoginErrorDetail {
  readonly method: GuardMethod | "hosted";
  /** A word of the widget, or the server’s code in digits. */
  readonly code: string;
  readonly message: string;
  /** Whether the same login may work later without anything being changed. */
  readonly retryable: boolean;
}

/** May carry a token; the event does not bubble. */
export interface GuardMfaRequiredDetail {
  readonly method: GuardMethod;
  readonly code: string;
  readonly data: unknown;
  readonly flowHandle?: string;
}

export interface GuardErrorDetail {
  /** `wasm-blocked`, `load-failed` and `module-failed` come from the element itself. */
  readonly code: "wasm-blocked" | "load-failed" | "module-failed" | (string & {});
  readonly message: string;
}

export interface GuardSessionChangeDetail {
  readonly change: "login" | "logout";
}

export interface GuardCloseDetail {
  /** `host`: the page closed it, with `hide()` or the attribute `open`. */
  readonly reason: "escape" | "backdrop" | "button" | "host";
}
