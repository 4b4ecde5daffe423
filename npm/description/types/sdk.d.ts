// The functions beside the element: a login without a picture, and the names of Authing's SDK. Part of guard-widget.d.ts.

/** Where every login is made. */
export interface GuardServerOptions {
  /** Id of the application at the login server. */
  appId?: string;
  /** Base URL of the login server; `/` is the page’s own. Absent: Authing’s cloud. */
  host?: string;
  /** Language as a BCP 47 tag. */
  lang?: string;
  backend?: GuardBackend;
}

/** What a QR code is made with. */
export interface GuardCodeOptions {
  extIdpConnId?: string;
  context?: Record<string, unknown>;
  customData?: Record<string, unknown>;
  withCustomData?: boolean;
}

export interface GuardSessionOptions extends GuardServerOptions, GuardCodeOptions {
  /** An expired code waits for `refresh()` instead of being replaced. */
  noAutoRefresh?: boolean;
  /** Whether the user is fetched as soon as the phone agrees; `true` unless said otherwise. */
  autoExchangeUserInfo?: boolean;
}

/** The code as a host can draw it: `svgPath` is a path of squares in a view box of `modules` by `modules`. */
export type GuardQrPicture =
  | {
      readonly kind: "text";
      readonly id: string;
      readonly text: string;
      readonly svgPath: string;
      readonly modules: number;
    }
  | { readonly kind: "image"; readonly id: string; readonly url: string; readonly logo?: string };

export interface QrSessionEventMap {
  status: CustomEvent<GuardQrStatusDetail>;
  /** Can be cancelled with `preventDefault()`. */
  "before-login": CustomEvent<GuardBeforeLoginDetail>;
  login: CustomEvent<GuardLoginDetail>;
  "login-error": CustomEvent<GuardLoginErrorDetail>;
  "mfa-required": CustomEvent<GuardMfaRequiredDetail>;
  error: CustomEvent<GuardErrorDetail>;
}

/** A QR login that draws nothing; {@link createQrSession} starts one. */
export class QrSession extends EventTarget {
  constructor(options: GuardSessionOptions);
  get status(): GuardQrStatus;
  /** What to draw; absent while there is no code. */
  get code(): GuardQrPicture | undefined;
  /** Makes a new code. */
  refresh(): void;
  /** Fetches the user that a ticket stands for. */
  exchangeUserInfo(ticket: string): Promise<Record<string, unknown>>;
  /** Ends it for good; nothing is told any more. */
  stop(): void;

  addEventListener<K extends keyof QrSessionEventMap>(
    type: K,
    listener: (this: QrSession, event: QrSessionEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof QrSessionEventMap>(
    type: K,
    listener: (this: QrSession, event: QrSessionEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

export interface GuardLoginOptions extends GuardServerOptions {
  account: string;
  password: string;
  signal?: AbortSignal;
}

/** What a poll has brought. */
export interface ScanResult {
  /** Id of the code. */
  random: string;
  /** Authing’s number for it, from −1 to 5. */
  status: number;
  ticket?: string;
  userInfo?: Record<string, unknown>;
  scannedResult?: unknown;
}

/** Texts in place of the built-in ones. */
export interface ScanTips {
  title?: string;
  scanned?: string;
  succeed?: string;
  canceled?: string;
  expired?: string;
  retry?: string;
  failed?: string;
  middleTitle?: string;
  referText?: string;
}

export interface ScanOptions extends GuardServerOptions, GuardCodeOptions {
  theme?: GuardTheme;
  /** Whether the user is fetched as soon as the phone agrees; `false` unless said otherwise. */
  autoExchangeUserInfo?: boolean;
  /** Side of the code in CSS pixels; 240. */
  size?: number | { width?: number; height?: number };
  /** Size in CSS pixels of the container that is made when there is none; 300 by 300. */
  containerSize?: { width?: number; height?: number };
  /** Time between two checks in milliseconds; 800. */
  interval?: number;
  tips?: ScanTips;
  onStart?(timer: number): void;
  onResult?(result: ScanResult): void;
  onScanned?(userInfo: Record<string, unknown>): void;
  onSuccess?(userInfo: Record<string, unknown>, ticket: string): void;
  onCancel?(): void;
  onError?(message: string): void;
  onExpired?(): void;
  onCodeShow?(random: string, url: string): void;
  onCodeLoaded?(random: string, url: string): void;
  onCodeLoadFailed?(error: GuardError): void;
  onCodeDestroyed?(random: string): void;
  onRetry?(): void;
  onMfa?(code: number, message: string, data: unknown): void;
  onAuthFlow?(scannedResult: unknown): void;
}

/** A QR box that {@link startScanning} drew. */
export interface Scan {
  readonly element: HTMLElement;
  /** Id of the code that is shown. */
  readonly random: string | undefined;
  /** Makes a new code. */
  refresh(): void;
  /** Fetches the user that a ticket stands for. */
  exchangeUserInfo(ticket: string): Promise<Record<string, unknown>>;
  /** Ends it and takes the box away. */
  stop(): void;
}
