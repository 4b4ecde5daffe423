// What the typings of all frameworks have in common: attributes, objects and listeners as the props of a tag.
import { ATTRIBUTES, EVENTS, PROPERTIES, told, typeOf } from "../../description/element.js";
import { comment, key } from "./text.js";

/**
 * @param {object} how
 * @param {(attribute: string) => string} [how.name] of the prop
 * @param {(attribute: import("../../description/attributes.js").Attribute) => string} how.flag type of a flag
 * @param {string} how.none what takes an attribute away
 */
export const attributeProps = ({ name = (attribute) => attribute, flag, none }) =>
  ATTRIBUTES.map((attribute) => {
    const type = { flag: flag(attribute), number: "number | `${number}`" }[attribute.kind] ?? typeOf(attribute);
    return `${comment(attribute.description)}  ${key(name(attribute.name))}?: ${type} | ${none};\n`;
  }).join("");

/** The properties that are no texts. */
export const objectProps = () =>
  PROPERTIES.filter(({ readonly }) => !readonly)
    .map(({ name, type, description }) => `${comment(description)}  ${name}?: ${type};\n`)
    .join("");

/**
 * @param {readonly ((event: string) => string)[]} names of the props that listen to an event
 * @param {(event: string) => string} type of a listener
 */
export const listenerProps = (names, type) =>
  EVENTS.map((event) =>
    names.map((prop) => `${comment(told(event))}  ${key(prop(event.name))}?: ${type(event.name)};\n`).join(""),
  ).join("");

/**
 * The names to import from guard-widget.js for a generated text.
 * @param {string} text
 */
export const imports = (text) => {
  const names = [...new Set(text.match(/\bGuard(?:Widget|EventMap|Backend|Config|Tab|Theme|Mode|Shadow)\b/g))].sort();
  return `import type {\n${names.map((name) => `  ${name},\n`).join("")}} from "./guard-widget.js";\n`;
};

/** Whether an attribute is one word, so that its property has the same name and a framework finds it. */
export const isOneWord = ({ name }) => !name.includes("-");
