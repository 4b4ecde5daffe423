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
  readonly name?: string;
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
  readonly user: Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly ticket?: string;
}

export interface GuardLoginErrorDetail {
  readonly method: GuardMethod;
  readonly code: string | number;
  readonly message: string;
  readonly retryable: boolean;
}

/** May carry a token; the event does not bubble. */
export interface GuardMfaRequiredDetail {
  readonly code: number;
  readonly data: unknown;
  readonly flowHandle?: string;
}

export interface GuardErrorDetail {
  /** `wasm-blocked` and `load-failed` come from the element itself. */
  readonly code: "wasm-blocked" | "load-failed" | (string & {});
  readonly message: string;
}

export interface GuardCloseDetail {
  readonly reason: string;
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
  "guard-close": CustomEvent<GuardCloseDetail>;
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
  shadow: "open" | "none" | "";
  mode: "inline" | "modal" | "";
  open: boolean;
  callbackUrl: string;
  /** Side of the QR code in CSS pixels. */
  get qrSize(): number | undefined;
  set qrSize(size: number | undefined);
  noAutoRefresh: boolean;
  /** URL of the logo. */
  logo: string;

  /** Takes the place of the HTTP backend. */
  backend: object | undefined;
  /** Texts that replace the built-in ones. */
  messages: Record<string, string> | undefined;
  /** The public configuration of the application, where it is known already; nothing is fetched then. */
  config: object | undefined;

  /** The text of the QR code that is shown. */
  get qrText(): string | undefined;

  /** Makes a new QR code. */
  refreshQr(): void;
  /** Shows a tab. */
  setTab(tab: GuardTab): void;
  /** Back to the start: an empty form, a new code. */
  reset(): void;
  /** Shows the modal. */
  show(): void;
  /** Hides the modal. */
  hide(): void;

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
