// The few words that must be there before a locale is, and the choice of the language.
import { property } from "./options.js";

/* global GUARD_LABELS -- the bundler puts in what npm/description/labels.js takes from assets/locales */

/**
 * The nearest of our languages to the person's.
 * @param {string | null | undefined} wanted
 * @param {readonly string[]} preferred most wanted first
 * @returns {"zh-CN" | "en-US"}
 */
export const language = (wanted, preferred) => {
  const languages = Object.keys(GUARD_LABELS);
  const nearest = (tag) => languages.find((one) => one.slice(0, 2) === tag.slice(0, 2).toLowerCase());
  return [wanted || "", ...preferred].map(nearest).find(Boolean) ?? "en-US";
};

/**
 * The words by their keys. Those of the page come first; its keys may be in camelCase.
 * @param {{ lang?: string | null, messages?: Record<string, string> }} options
 * @returns {(key: string) => string}
 */
export const labels = ({ lang, messages }) => {
  const ours = GUARD_LABELS[language(lang, navigator.languages)];
  return (key) => messages?.[key] ?? messages?.[property(key)] ?? ours[key];
};
