// The account's page: the box in its place until somebody is logged in.
import type { GuardLoginDetail } from "guard-widget";
import { APP_ID, HOST, type Session } from "./session";

interface Props {
  readonly session: Session | undefined;
  readonly onLogin: (event: CustomEvent<GuardLoginDetail>) => void;
}

/** Words of our own. Outside the component, so that it is one object for all renderings. */
const MESSAGES = { submit: "Open my account" };

export function Account({ session, onLogin }: Props) {
  if (!session) {
    return (
      <section className="login">
        <h1>Your account</h1>
        <p className="lead">Orders, addresses and the teas you have saved.</p>
        <guard-widget
          app-id={APP_ID}
          host={HOST}
          heading="Who is it?"
          forgot-password-url="#/forgot"
          messages={MESSAGES}
          onguard-login={onLogin}
        />
      </section>
    );
  }
  return (
    <section className="account">
      {session.photo && <img src={session.photo} alt="" width="96" height="96" />}
      <h1>Hello {session.name}</h1>
      <p className="lead">
        {session.method === "qr" ? "You logged in with your phone." : "You logged in with your password."}
      </p>
      <dl>
        <dt>Orders on their way</dt>
        <dd>None</dd>
        <dt>Saved teas</dt>
        <dd>Cloud Mist, Red Ridge</dd>
      </dl>
    </section>
  );
}
