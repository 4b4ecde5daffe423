// Who is logged in. It is kept in memory: a real app sends the ID token to its server once, which answers with a cookie.
import type { GuardLoginDetail } from "guard-widget";
import { readonly, ref } from "vue";

/** The application and its login server. */
export const APP_ID = import.meta.env.VITE_GUARD_APP_ID ?? "demo";
export const HOST = import.meta.env.VITE_GUARD_HOST ?? "/";

export interface Session {
  readonly name: string;
  readonly photo: string | undefined;
  readonly method: GuardLoginDetail["method"];
  readonly token: string | undefined;
}

const current = ref<Session>();

/** The session of the app, for every component. */
export const session = readonly(current);

/** The user is whatever the login server says of people, so nothing in it is taken for granted. */
export const enter = ({ detail: { method, user, token } }: CustomEvent<GuardLoginDetail>): void => {
  const text = (key: string) => (typeof user?.[key] === "string" && user[key] ? user[key] : undefined);
  current.value = { name: text("nickname") ?? text("username") ?? "you", photo: text("photo"), method, token };
};

/** Ends the session at the login server, too. A server that cannot be reached lets it run out. */
export const leave = async (): Promise<void> => {
  const token = current.value?.token;
  current.value = undefined;
  if (!token) return;
  const url = new URL("/api/v2/logout", new URL(HOST, location.href));
  await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}` } }).catch(() => {});
};
