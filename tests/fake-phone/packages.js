// The packages of the mini program: the fake phone runs its source with what it is checked with.

const { createRequire } = require("node:module");
const path = require("node:path");

const project = path.join(__dirname, "../../miniprogram");

module.exports = {
  /** The folder that is uploaded to WeChat. */
  source: path.join(project, "source"),
  needs: createRequire(path.join(project, "package.json")),
};
