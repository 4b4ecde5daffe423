// The login on the hosted page, by redirect or popup. Becomes hosted.d.ts.

/** What a page says about itself and its login server. */
export interface HostedSite {
  /** Base URL of the login server; `/` is the page’s own. */
  host: string;
  /** Id of the application at the login server. */
  appId: string;
  /**
   * The page that a login comes back to, and calls {@link handleRedirect}: a redirect URI of the application, as it is
   * written there.
   */
  redirectUri: string;
  /** What is asked for; `openid profile` unless said otherwise. A refresh token comes with `offline_access`. */
  scope?: string;
}

export interface HostedLoginOptions {
  /** What the page wants to have back with the login, such as where it was: anything that JSON can hold. */
  state?: unknown;
  /** `none`: without a word to the person; `login`: the password again; `select_account`: which account. */
  prompt?: "none" | "login" | "select_account" | (string & {});
  /** What to fill the account with. */
  loginHint?: string;
  /** Languages of the login page as BCP 47 tags, separated by spaces. */
  uiLocales?: string;
}

/** The claims of the ID token (OpenID Connect Core §5.1); which there are, the scope decides. */
export interface HostedUser {
  /** Id of the user. */
  readonly sub: string;
  readonly name?: string;
  readonly nickname?: string;
  readonly preferred_username?: string;
  readonly picture?: string;
  readonly email?: string;
  readonly phone_number?: string;
  readonly [claim: string]: unknown;
}

/** A login. The tokens are credentials: they are in memory only, and nothing here keeps them. */
export interface HostedLogin {
  readonly user: HostedUser;
  /** For your backend, which verifies it. */
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  /** How long the access token is valid, in seconds. */
  readonly expiresIn: number;
  /** What {@link HostedLoginOptions.state} was. */
  readonly state: any;
}

/** Why there is no login; the message says what to do. */
export class HostedError extends Error {
  /** A code of OAuth 2.0 or OpenID Connect, such as `access_denied` or `login_required`, or one of these. */
  readonly code:
    | "access_denied"
    | "bad_answer"
    | "expired"
    | "insecure"
    | "login_required"
    | "network"
    | "popup_blocked"
    | "popup_closed"
    | "storage_blocked"
    | "wrong_host"
    | "wrong_issuer"
    | "wrong_origin"
    | "wrong_state"
    | "wrong_token"
    | (string & {});
  constructor(code: string, more?: { description?: string | null; cause?: unknown });
}

/** Leaves the page for the login page. Rejects with a {@link HostedError}. */
export function loginWithRedirect(site: HostedSite, options?: HostedLoginOptions): Promise<void>;

/**
 * The login that the page has come back with, and takes the answer out of the address; `null` when it has not come from
 * one. Rejects with a {@link HostedError}. In a popup that has come back here it closes the window and never settles.
 * Where the login server asks the page to begin, since somebody has logged in there by themselves, it does so, and never
 * settles either.
 */
export function handleRedirect(site: HostedSite): Promise<HostedLogin | null>;

/** A login in a popup; call it in the click itself. Rejects with a {@link HostedError}. */
export function loginWithPopup(site: HostedSite, options?: HostedLoginOptions): Promise<HostedLogin>;

/**
 * Calls `ended` once when the login has ended elsewhere: within a second where another tab of the site calls
 * {@link logout}, else when the person comes back to this tab. It asks with the access token, and ends when that runs out.
 * @returns ends the watching
 */
export function watchLogin(
  site: HostedSite,
  login: Pick<HostedLogin, "accessToken" | "expiresIn">,
  ended: () => void,
): () => void;

/** Leaves the page for the login server, which ends its session; without an ID token it asks the person first. */
export function logout(site: HostedSite, options?: { idToken?: string; postLogoutRedirectUri?: string }): void;
