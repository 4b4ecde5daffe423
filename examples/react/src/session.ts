// Who is logged in. It is kept in memory: a real app sends the ID token to its server once, which answers with a cookie.
import type { GuardLoginDetail } from "guard-widget";

/** The application and its login server. */
export const APP_ID = import.meta.env.VITE_GUARD_APP_ID ?? "demo";
export const HOST = import.meta.env.VITE_GUARD_HOST ?? "/";

export interface Session {
  readonly name: string;
  readonly photo: string | undefined;
  readonly method: GuardLoginDetail["method"];
  readonly token: string | undefined;
}

/** The user is whatever the login server says of people, so nothing in it is taken for granted. */
export const sessionOf = ({ method, user, token }: GuardLoginDetail): Session => {
  const text = (key: string) => (typeof user?.[key] === "string" && user[key] ? user[key] : undefined);
  return { name: text("nickname") ?? text("username") ?? "you", photo: text("photo"), method, token };
};

/** Ends the session at the login server, too. A server that cannot be reached lets it run out. */
export const endSession = async ({ token }: Session): Promise<void> => {
  if (!token) return;
  const url = new URL("/api/v2/logout", new URL(HOST, location.href));
  await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}` } }).catch(() => {});
};
