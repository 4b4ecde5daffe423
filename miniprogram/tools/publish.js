// Sends the mini program to WeChat with Tencent's own tool, which is fetched when it is needed and not before:
//   npm run preview -- --key private.wx….key
//   npm run upload -- --key private.wx….key --version 1.0.0 --note "First version"

const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { parseArgs } = require("node:util");

/** Where the operator has not filled in what only they know. */
const EXAMPLE = "https://login.example.com";
const TOOL = "miniprogram-ci@2.1.42";

/**
 * The tool's arguments; throws what is missing in words for the operator.
 * @param {string[]} args
 * @param {{ appid: string, server: string }} project
 */
function command(args, { appid, server }) {
  const options = /** @type {const} */ ({
    key: { type: "string" },
    version: { type: "string" },
    note: { type: "string", default: "" },
  });
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [action] = positionals;
  if (action !== "preview" && action !== "upload") throw new Error("say `npm run preview` or `npm run upload`");
  if (!/^wx[0-9a-f]{16}$/.test(appid))
    throw new Error("enter the AppID of your mini program as `appid` in project.config.json");
  if (server === EXAMPLE) throw new Error("enter your login server as `server` in source/config.js");
  if (!/^https:\/\/[^/?#]+$/.test(server))
    throw new Error("`server` in source/config.js must be https, without a path or a slash at its end");
  if (!values.key)
    throw new Error(
      "name the key for uploading with `--key`; WeChat's console has it under 开发管理 › 开发设置 › 小程序代码上传",
    );
  if (action === "upload" && !values.version) throw new Error("give the version a number with `--version`");
  const about = [
    "--pp",
    path.join(__dirname, ".."),
    "--pkp",
    path.resolve(values.key),
    "--appid",
    appid,
    "--use-project-config",
    "true",
    "-r",
    "1",
  ];
  if (action === "preview")
    return [action, ...about, "--uv", values.version || "preview", "--qrcode-format", "terminal"];
  return [action, ...about, "--uv", String(values.version), "--ud", String(values.note)];
}

if (require.main === module) {
  try {
    const args = command(process.argv.slice(2), {
      appid: require("../project.config.json").appid,
      server: require("../source/config.js").server,
    });
    const { status } = spawnSync("npx", ["--yes", TOOL, ...args], { stdio: "inherit" });
    process.exitCode = status === null ? 1 : status;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}

module.exports = { command };
