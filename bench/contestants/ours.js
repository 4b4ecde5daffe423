// The login box of this repository, from `dist/`, with the few lines of the README. Its server is mocked with what
// `guard-server` answers: both tabs, the hardened extension, a key of 2,048 bits.
import { generateKeyPairSync } from "node:crypto";
import { fileURLToPath } from "node:url";
import { folder, json, typeOf } from "../files.js";

const DIST = process.env.GUARD_DIST_DIR ?? fileURLToPath(new URL("../../dist", import.meta.url));
const SCANNABLE = "wechat-miniprogram-qrcode";

const page = (attributes) =>
  `<!doctype html><html lang="en"><meta charset=utf-8><script type="module" src="/dist/guard-widget.js"></script>` +
  `<guard-widget app-id="demo" host="/"${attributes}></guard-widget>`;

const ok = (data) => json({ code: 200, message: "", data });

function config() {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    id: "demo",
    userPoolId: "demo-pool",
    name: "Shanlan Tea",
    logo: null,
    requestHostname: null,
    publicKey: publicKey.export({ type: "spki", format: "pem" }),
    allowedOrigins: [],
    loginTabs: { list: ["password", SCANNABLE], default: "password", title: {} },
    passwordTabConfig: { enabledLoginMethods: ["username-password", "email-password", "phone-password"] },
    qrcodeTabsSettings: { [SCANNABLE]: [{ id: "demo-miniprogram", title: null, isDefault: true }] },
    ssoPageComponentDisplay: { forgetPasswordBtn: false, registerBtn: false },
    registerDisabled: true,
    redirectUris: [],
    welcomeMessage: {},
    qrcode: { verifier: true, longPoll: true, numberMatch: true },
  };
}

export const ours = {
  name: "guard-widget",
  title: "guard-widget",
  until: "input",
  page: () => page(""),
  async answers() {
    const answers = { "GET /api/v2/applications/demo/public-config": ok(config()) };
    const files = await folder(DIST).catch(() => ({}));
    if (!files["guard-widget.js"]) throw new Error("there is no dist/; `cargo xtask dist` makes it");
    for (const [name, body] of Object.entries(files)) answers[`GET /dist/${name}`] = { type: typeOf(name), body };
    return answers;
  },
  mount: () => {
    const box = document.createElement("guard-widget");
    box.setAttribute("app-id", "demo");
    box.setAttribute("host", "/");
    document.body.append(box);
    return () => box.remove();
  },
};

export const oursCode = {
  name: "guard-widget-qr",
  title: "guard-widget, QR first",
  until: "code",
  page: () => page(` default-tab="qr"`),
  answers: () => ({}),
  noMount: "as above",
};
