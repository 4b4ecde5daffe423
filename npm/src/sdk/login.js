// A login with a password for pages that draw the form themselves.
import { freeze } from "../events.js";
import { abortable, call, loaded } from "./calls.js";

/**
 * Logs in.
 * @param {{ appId?: string, host?: string, lang?: string, backend?: object, account: string, password: string, signal?: AbortSignal }} options
 * @returns {Promise<object>} the detail of `guard-login`
 * @throws {GuardError} when the login fails; with `data` and `flowHandle` when a second factor is needed
 */
export const login = async ({ signal, ...options }) => {
  const { glue, lang, texts } = await abortable(loaded(options.lang), signal);
  return freeze(await call((done) => glue.login({ ...options, lang, texts }, done), signal));
};
