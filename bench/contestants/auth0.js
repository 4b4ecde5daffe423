// Auth0 Lock. The package has modules only, so an app bundles it. What it loads from Auth0's CDN (the settings of the
// client, its words) is answered here. Served from the domain that it logs in at, it takes itself for part of Auth0's
// hosted page: it asks for the last login, and for no challenge.
import { createRequire } from "node:module";
import { bundled, json, LOGO, version } from "../files.js";

const PACKAGE = "auth0-lock";
const words = createRequire(import.meta.url)("auth0-lock/lib/i18n/en.js").default;
const VERSION = await version(PACKAGE);
const CLIENT = "demo";

const settings = {
  id: CLIENT,
  tenant: "demo",
  subscription: "enterprise",
  allowed: [],
  callback: "",
  strategies: [
    {
      name: "auth0",
      connections: [
        { name: "Username-Password-Authentication", passwordPolicy: "good", showSignup: true, showForgot: true },
      ],
    },
  ],
};

const script = (body) => ({ type: "text/javascript; charset=utf-8", body });

export const auth0 = {
  name: "auth0-lock",
  title: `Auth0 Lock ${VERSION}`,
  until: "input",
  page: () => `<!doctype html><html lang="en"><meta charset="utf-8"><div id="root"></div>
<script type="module" src="/auth0/main.js"></script></html>`,
  answers: async () => ({
    "GET /auth0/main.js": await bundled("entries/auth0.js"),
    [`GET /client/${CLIENT}.js`]: script(`Auth0.setClient(${JSON.stringify(settings)});`),
    [`GET /js/lock/${VERSION}/en.js`]: script(`Auth0.registerLanguageDictionary("en", ${JSON.stringify(words)});`),
    "GET /auth0/logo.svg": LOGO,
    "GET /user/ssodata": json({ sso: false }),
  }),
  mount: () => {
    const element = document.createElement("div");
    element.id = `lock-${performance.now()}`.replace(".", "-");
    document.body.append(element);
    const unmount = window.mountLogin(element);
    return () => {
      unmount();
      element.remove();
    };
  },
};
