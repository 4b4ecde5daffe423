// The types of <guard-widget>: its attributes as properties, its methods and its events.

export type GuardTab = "password" | "qr";
export type GuardMethod = "password" | "qr";
export type GuardTheme = "auto" | "light" | "dark";
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

/** The person who has scanned the code, as far as the server tells before the login. */
export interface GuardScanner {
  readonly nickname?: string;
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
  readonly reason?: string;
  /** In seconds. */
  readonly expiresIn?: number;
  readonly scanner?: GuardScanner;
}

export interface GuardBeforeLoginDetail {
  readonly method: GuardMethod;
  readonly account?: string;
}

/** Carries credentials; the event does not bubble. */
export interface GuardLoginDetail {
  readonly method: GuardMethod;
  /** Absent when the server lets only other servers exchange the ticket. */
  readonly user?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly ticket?: string;
}

export interface GuardLoginErrorDetail {
  readonly method: GuardMethod;
  /** A word of the widget, or the server’s code in digits. */
  readonly code: string;
  readonly message: string;
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
  /** `wasm-blocked` and `load-failed` come from the element itself. */
  readonly code: "wasm-blocked" | "load-failed" | (string & {});
  readonly message: string;
}

export interface GuardEventMap {
  "guard-ready": CustomEvent<GuardReadyDetail>;
  "guard-tab-change": CustomEvent<GuardTabChangeDetail>;
  "guard-qr-status": CustomEvent<GuardQrStatusDetail>;
  /** Can be cancelled with `preventDefault()`. */
  "guard-before-login": CustomEvent<GuardBeforeLoginDetail>;
  "guard-login": CustomEvent<GuardLoginDetail>;
  "guard-login-error": CustomEvent<GuardLoginErrorDetail>;
  "guard-mfa-required": CustomEvent<GuardMfaRequiredDetail>;
  "guard-error": CustomEvent<GuardErrorDetail>;
}

/** An embeddable login box with password and mini-program QR login. */
export class GuardWidget extends HTMLElement {
  /** Id of the application. */
  appId: string;
  /** Base URL of the login server: `https://…`, or `/` for the page's own server. */
  host: string;
  theme: GuardTheme | "";
  /** The tabs in their order, with commas between: `password,qr`. */
  tabs: string;
  defaultTab: GuardTab | "";
  /** Side of the QR code in CSS pixels. */
  get qrSize(): number | undefined;
  set qrSize(size: number | undefined);
  noAutoRefresh: boolean;
  /** Title of the card. */
  heading: string;
  /** URL of the logo. */
  logo: string;
  /** What to fill the account with. */
  account: string;
  /** Where to recover a password; without it there is no such link. */
  forgotPasswordUrl: string;
  /** Where to register; without it there is no such link. */
  registerUrl: string;

  /** Texts that replace the built-in ones, by key. */
  messages: Record<string, string> | undefined;

  /** The text of the QR code that is shown. */
  get qrText(): string | undefined;

  /** Makes a new QR code. */
  refreshQr(): void;
  /** Shows a tab. */
  setTab(tab: GuardTab): void;
  /** Back to the start: an empty form, a new code. */
  reset(): void;

  addEventListener<K extends keyof GuardEventMap>(
    type: K,
    listener: (this: GuardWidget, event: GuardEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: GuardWidget, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof GuardEventMap>(
    type: K,
    listener: (this: GuardWidget, event: GuardEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: GuardWidget, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "guard-widget": GuardWidget;
  }
}
