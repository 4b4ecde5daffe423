// The QR endpoints of Authing's v2 protocol, which this widget and Authing Guard both ask: nobody scans.
import { json } from "../files.js";

const ID = "4fXq8wJ0TnG2kZcVb7Rm1A";

/** A picture of the size that Authing sends. It is smaller than a real one, for Guard's benefit. */
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="280" height="280"><path d="M0 0h280v280H0z"/></svg>`;

const ok = (data) => json({ code: 200, message: "", data });

export const qrcode = (origin) => ({
  "POST /api/v2/qrcode/gene": ok({
    random: ID,
    url: `${origin}/code.svg`,
    expiresIn: 120,
    text: `${origin}/phone?random=${ID}`,
    interval: 1,
    seq: 0,
  }),
  "GET /code.svg": { type: "image/svg+xml", body: PICTURE },
  "GET /api/v2/qrcode/check": ok({ random: ID, status: 0, ticket: null, userInfo: {} }),
  // The long poll of the extension.
  "POST /api/v2/qrcode/check": { hang: true },
  "POST /api/v2/qrcode/abandon": ok({}),
});
