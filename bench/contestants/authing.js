// Authing Guard: the script and the style sheet that the package ships, as its README embeds them from a CDN.
import { json, LOGO, shipped, version } from "../files.js";

const PACKAGE = "@authing/guard";
const SCANNABLE = "wechat-miniprogram-qrcode";
const VERSION = await version(PACKAGE);

const page = (app) => (origin) => `<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="stylesheet" href="/authing/guard.min.css">
<script src="/authing/guard.min.js"></script>
<div id="root"></div>
<script>
var guard = new GuardFactory.Guard({ appId: "${app}", host: "${origin}", redirectUri: "${origin}/", lang: "en-US" });
guard.start("#root");
</script></html>`;

const ok = (data) => json({ code: 200, message: "ok", data });

/** What a tenant with a password and a mini-program tab answers, reduced to what Guard reads. */
const config = (origin, app, first) => ({
  id: app,
  userPoolId: `${app}-pool`,
  rootUserPoolId: `${app}-pool`,
  name: "Shanlan Tea",
  logo: `${origin}/authing/logo.svg`,
  identifier: app,
  requestHostname: new URL(origin).host,
  cdnBase: `${origin}/authing`,
  publicKey: "",
  css: "",
  allowedOrigins: [],
  corsWhitelist: [],
  loginTabs: { list: ["password", SCANNABLE], default: first, defaultV2: first, title: {} },
  registerTabs: { list: ["email"], default: "email", title: {} },
  passwordTabConfig: {
    enabledLoginMethods: ["username-password", "email-password"],
    validLoginMethods: ["username-password", "email-password"],
    validRegisterMethods: ["email-password"],
  },
  verifyCodeTabConfig: { enabledLoginMethods: [], validLoginMethods: [], validRegisterMethods: [] },
  tabMethodsSortConfig: { loginMethodsSort: ["password"], registerMethodsSort: [] },
  tabMethodsFields: [
    { key: "username", label: "Username", labelEn: "Username", i18n: {} },
    { key: "email", label: "Email", labelEn: "Email", i18n: {} },
  ],
  qrcodeTabsSettings: { [SCANNABLE]: [{ id: `${app}-qr`, title: "WeChat", isDefault: true }] },
  qrCodeSortConfig: { loginMethodsSort: [`${app}-qr`] },
  ssoPageComponentDisplay: {
    autoRegisterThenLoginHintInfo: false,
    forgetPasswordBtn: false,
    idpBtns: false,
    loginByUserPasswordTab: true,
    loginMethodNav: true,
    registerBtn: false,
    socialLoginBtns: false,
    userPasswordInput: true,
    wxMpScanTab: true,
    loginMethodsI18nDisplaySettings: {},
  },
  registerDisabled: true,
  redirectUris: [`${origin}/`],
  oidcConfig: {
    client_id: app,
    redirect_uris: [`${origin}/`],
    token_endpoint_auth_method: "none",
    introspection_endpoint_auth_method: "none",
  },
  agreementEnabled: false,
  agreements: [],
  socialConnections: [],
  identityProviders: [],
  ecConnections: [],
  extendsFields: [],
  extendsFieldsI18n: {},
  internationalSmsConfig: { enabled: false, defaultISOType: "CN" },
  welcomeMessage: {},
  customSecurityEnabled: false,
  passwordStrength: 0,
  mfa: {},
  userPortal: {},
  websocket: "",
});

const answersFor = (origin, app, first) => ({
  [`GET /api/v2/applications/${app}/public-config`]: ok(config(origin, app, first)),
  [`GET /api/v2/applications/${app}/components-public-config/guard`]: ok({
    global: { showChangeLanguage: false, defaultLanguage: "en-US" },
  }),
});

export const authing = {
  name: "authing-guard",
  title: `Authing Guard ${VERSION}`,
  until: "input",
  page: page("authing-password"),
  answers: async (origin) => ({
    "GET /authing/guard.min.js": await shipped(`${PACKAGE}/dist/global/guard.min.js`),
    "GET /authing/guard.min.css": await shipped(`${PACKAGE}/dist/global/guard.min.css`),
    "GET /authing/svg-string/guard": { type: "image/svg+xml", body: `<svg xmlns="http://www.w3.org/2000/svg"></svg>` },
    "GET /authing/logo.svg": LOGO,
    // Nobody is logged in.
    "POST /graphql/v2": json({ data: { user: null } }),
    "GET /cas/session": json({ session: null }),
    ...answersFor(origin, "authing-password", "password"),
  }),
  mount: () => {
    const element = document.createElement("div");
    element.id = `guard-${performance.now()}`.replace(".", "-");
    document.body.append(element);
    const guard = new window.GuardFactory.Guard({
      appId: "authing-password",
      host: location.origin,
      redirectUri: location.origin,
      lang: "en-US",
    });
    guard.start(`#${element.id}`);
    return () => {
      guard.unmount();
      element.remove();
    };
  },
};

export const authingCode = {
  name: "authing-guard-qr",
  title: `Authing Guard ${VERSION}, QR first`,
  until: "code",
  page: page("authing-qr"),
  answers: (origin) => answersFor(origin, "authing-qr", SCANNABLE),
  noMount: "as above",
};
