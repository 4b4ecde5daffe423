// Starts the login once; the pages find it here.

const config = require("./config.js");
const { createLogin } = require("./login.js");
const { createServer } = require("./server.js");
const { wordsFor } = require("./words/words.js");

/**
 * @typedef {object} Shared what the pages share
 * @property {import("./login.js").Login} login
 * @property {import("./words/words.js").Words} words
 * @property {number} scale how much larger than usual the person reads, 1 to 1.6
 */

/** The size of text that WeChat calls usual, px. */
const USUAL = 16;
const LARGEST = 1.6;
/** What a login needs of WeChat. */
const NEEDED = ["getAppBaseInfo", "getEnterOptionsSync", "exitMiniProgram", "button.open-type.getPhoneNumber"];

App(
  /** @type {{ shared: Shared | null } & ThisType<{ shared: Shared | null }>} */ ({
    shared: null,
    onLaunch() {
      const outdated = !NEEDED.every((name) => wx.canIUse(name));
      const { language = "zh_CN", fontSizeSetting = USUAL } = outdated ? {} : wx.getAppBaseInfo();
      const { tag, words } = wordsFor(language);
      const login = createLogin(wx, createServer(wx, config.server, tag));
      this.shared = { login, words, scale: Math.min(Math.max(fontSizeSetting / USUAL, 1), LARGEST) };
      if (outdated) login.send({ type: "outdated" });
    },
  }),
);
