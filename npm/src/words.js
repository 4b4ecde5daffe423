// The few words that must be there before a locale is, and the choice of the language.

/** The languages that there are, with the shim's own words. */
const WORDS = {
  "zh-CN": { close: "关闭", login: "登录", trouble: "登录框无法在此页面加载。", hosted: "前往登录页" },
  "en-US": {
    close: "Close",
    login: "Log in",
    trouble: "The login box could not be loaded on this page.",
    hosted: "Go to the login page",
  },
};

/**
 * The language of the person, as far as there are words in it.
 * @param {string | null | undefined} wanted
 * @param {readonly string[]} preferred most wanted first
 * @returns {"zh-CN" | "en-US"}
 */
export const language = (wanted, preferred) => {
  const languages = Object.keys(WORDS);
  const nearest = (tag) => languages.find((one) => one.slice(0, 2) === tag.slice(0, 2).toLowerCase());
  return [wanted || "", ...preferred].map(nearest).find(Boolean) ?? "en-US";
};

/** @param {string | null | undefined} wanted */
export const words = (wanted) => WORDS[language(wanted, navigator.languages)];
