// The app of the README of Auth0 Lock, drawn in the page instead of over it, and pointed at the local server.
import { Auth0Lock } from "auth0-lock";

window.mountLogin = (element) => {
  const lock = new Auth0Lock("demo", location.host, {
    container: element.id,
    clientBaseUrl: location.origin,
    configurationBaseUrl: location.origin,
    languageBaseUrl: location.origin,
    theme: { logo: "/auth0/logo.svg" },
  });
  lock.show();
  return () => lock.destroy();
};

window.mountLogin(document.querySelector("#root"));
