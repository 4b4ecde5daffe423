// The words that the element shows before a locale has come, by language: those of the catalogue, and a few of its own.
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** Where the texts of the first frame are. */
const FOLDERS = ["assets/locales", "src/methods/password/locales"].map((folder) => join(ROOT, folder));

/** Keys of the locales. */
const KEYS = [
  ...["account_label", "account_placeholder", "password_label", "password_placeholder", "password_show", "password_hide"],
  ...["submit", "submitting", "forgot_password", "register_hint", "register", "title_plain", "close", "retry"],
];

/** Words for when there may be no locale at all. */
const OWN = {
  "zh-CN": { fallback: "登录框无法在此页面加载。", hosted: "前往登录页" },
  "en-US": { fallback: "The login box could not be loaded on this page.", hosted: "Go to the login page" },
};

/** @returns {Promise<Record<string, Record<string, string>>>} */
export const labels = async () => {
  const languages = (await readdir(FOLDERS[0])).map((file) => file.replace(".json", ""));
  const read = async (language) => {
    const texts = FOLDERS.map(async (folder) => JSON.parse(await readFile(join(folder, `${language}.json`), "utf8")));
    return Object.assign({}, ...(await Promise.all(texts)));
  };
  const pick = (texts) => Object.fromEntries(KEYS.map((key) => [key, texts[key]]));
  const words = languages.map(async (language) => [language, { ...pick(await read(language)), ...OWN[language] }]);
  return Object.fromEntries(await Promise.all(words));
};
