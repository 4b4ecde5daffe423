// The methods to log in, which are the tabs: read from the one list of them.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const LIST = resolve(import.meta.dirname, "../../core/src/method.rs");

const [, list] = /^methods! \{\n(.*?)^\}/ms.exec(readFileSync(LIST, "utf8")) ?? [];
if (!list) throw new Error(`there is no list of methods in ${LIST}`);

/** Their names in attributes and events, the default first. */
export const LOGIN_METHODS = [...list.matchAll(/^ +\w+ = "(.+)",$/gm)].map(([, name]) => name);
