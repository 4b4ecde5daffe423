// guard-widget.d.ts: the hand-written types, the element's class, its event map and what else the package exports.
import {
  CLASS,
  EVENTS,
  FUNCTIONS,
  METHODS,
  PROPERTIES,
  REFLECTED,
  SUMMARY,
  TAG,
  camelCase,
  told,
  typeOf,
} from "../../description/element.js";
import { LOGIN_METHODS } from "../../description/methods.js";
import { banner, comment, key, parameterList, withoutHead } from "./text.js";

const readAs = (attribute) =>
  attribute.default === "" ? "" : ` Without the attribute: \`${attribute.default}\`.`;

/** A reflected property: what it reads, and what may be assigned to it, where nothing removes the attribute. */
const reflected = (attribute) => {
  const [name, type] = [camelCase(attribute.name), typeOf(attribute)];
  const said = comment(`${attribute.description}${readAs(attribute)}`);
  if (attribute.kind === "flag") return `${said}  ${name}: ${type};\n`;
  return `${said}  get ${name}(): ${type};\n  set ${name}(value: ${type} | null | undefined);\n`;
};

const property = ({ name, type, readonly, description }) =>
  `${comment(description)}  ${readonly ? `get ${name}(): ${type}` : `${name}: ${type}`};\n`;

const method = ({ name, parameters, returns, description }) =>
  `${comment(description)}  ${name}(${parameterList(parameters)}): ${returns};\n`;

const event = (one) => `${comment(told(one))}  ${key(one.name)}: CustomEvent<${one.detail}>;\n`;

/** How a listener is added or removed, for the events of one map. */
const listening = (verb, options, map) => `  ${verb}<K extends keyof ${map}>(
    type: K,
    listener: (this: ${CLASS}, event: ${map}[K]) => unknown,
    options?: boolean | ${options},
  ): void;
`;

const listeners = (verb, options) =>
  `${listening(verb, options, "GuardEventMap")}${listening(verb, options, "HTMLElementEventMap")}  ${verb}(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | ${options},
  ): void;
`;

const callable = ({ name, parameters, returns, description }) =>
  `${comment(description, "")}export function ${name}(${parameterList(parameters)}): ${returns};\n`;

const methods = `export type GuardMethod = ${LOGIN_METHODS.map((name) => JSON.stringify(name)).join(" | ")};
export type GuardTab = GuardMethod;
`;

/** @param {readonly string[]} types the hand-written files */
export const typings = (types) =>
  [
    banner("The types of <guard-widget>: its properties, its methods and its events, and the functions beside it."),
    methods,
    ...types.map(withoutHead),
    `export interface GuardEventMap {\n${EVENTS.map(event).join("")}}\n`,
    `${comment(SUMMARY, "")}export class ${CLASS} extends HTMLElement {
${REFLECTED.map(reflected).join("")}
${PROPERTIES.map(property).join("")}
${METHODS.map(method).join("")}
${listeners("addEventListener", "AddEventListenerOptions")}${listeners("removeEventListener", "EventListenerOptions")}}\n`,
    FUNCTIONS.map(callable).join("\n"),
    `declare global {\n  interface HTMLElementTagNameMap {\n    ${key(TAG)}: ${CLASS};\n  }\n}\n`,
  ].join("\n");
