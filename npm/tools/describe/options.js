// The struct in the module that the options are read into: element/src/options/generated.rs.
import { OPTIONS } from "../../description/options.js";

/** Rust's type of a kind, and how it is read. @type {Record<string, readonly [string, (key: string) => string]>} */
const KINDS = {
  text: ["Text", (key) => `text(object, ${key})`],
  number: ["u32", (key) => `number(object, ${key})`],
  flag: ["bool", (key) => `flag(object, ${key})`],
  "flag, set by default": ["bool", (key) => `get(object, ${key}) != false`],
  lang: ["Lang", () => "lang(object)"],
  object: ["JsValue", (key) => `get(object, ${key})`],
};

const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The Rust source. */
export const options = () => {
  const fields = OPTIONS.map(({ name, kind }) => `    pub(crate) ${snakeCase(name)}: ${KINDS[kind][0]},\n`);
  const reads = OPTIONS.map(({ name, kind }) => `            ${snakeCase(name)}: ${KINDS[kind][1](JSON.stringify(name))},\n`);
  return `//! The options of the element. Made from \`npm/description\` by \`npm/tools/describe/options.js\`: change it there.

use guard_core::{Lang, Text};
use js_sys::Object;
use wasm_bindgen::JsValue;

use super::{flag, get, lang, number, text};

/// All options of an element, a session or a call.
#[derive(Clone, Debug)]
pub(crate) struct Options {
${fields.join("")}}

impl Options {
    pub(crate) fn read(object: &Object) -> Self {
        Self {
${reads.join("")}        }
    }
}
`;
};
