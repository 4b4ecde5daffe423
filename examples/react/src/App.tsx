// A shop with an account: "Log in" opens the box in a dialog, and the account's page has it in its place.
import type { GuardLoginDetail } from "guard-widget";
import { useState, useSyncExternalStore } from "react";
import { Account } from "./Account";
import { APP_ID, HOST, type Session, endSession, sessionOf } from "./session";
import { Teas } from "./Teas";

/** The page that the address asks for: what is behind its `#/`. */
const useRoute = () =>
  useSyncExternalStore(
    (changed) => {
      addEventListener("hashchange", changed);
      return () => removeEventListener("hashchange", changed);
    },
    () => location.hash.replace(/^#\/?/, ""),
  );

export function App() {
  const route = useRoute();
  const [session, setSession] = useState<Session>();
  const [asking, setAsking] = useState(false);

  const enter = (event: CustomEvent<GuardLoginDetail>) => {
    setSession(sessionOf(event.detail));
    setAsking(false);
  };
  const leave = () => {
    if (session) void endSession(session);
    setSession(undefined);
  };

  return (
    <>
      <header>
        <a className="brand" href="#/">
          Shanlan Tea
        </a>
        <nav>
          <a href="#/" aria-current={route === "" ? "page" : undefined}>
            Teas
          </a>
          <a href="#/account" aria-current={route === "account" ? "page" : undefined}>
            Account
          </a>
        </nav>
        {session ? (
          <div className="who">
            {session.photo && <img src={session.photo} alt="" width="36" height="36" />}
            <span role="status">{session.name}</span>
            <button type="button" onClick={leave}>
              Log out
            </button>
          </div>
        ) : (
          <button type="button" className="primary" onClick={() => setAsking(true)}>
            Log in
          </button>
        )}
      </header>
      <main>{route === "account" ? <Account session={session} onLogin={enter} /> : <Teas />}</main>
      {/* While it is closed there is nothing in it. After the login it is gone, and with it all that it held. */}
      {!session && (
        <guard-widget
          app-id={APP_ID}
          host={HOST}
          mode="modal"
          open={asking}
          onguard-close={() => setAsking(false)}
          onguard-login={enter}
        />
      )}
    </>
  );
}
