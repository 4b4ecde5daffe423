// custom-elements.json, the manifest that documentation tools and editors read.
import {
  ATTRIBUTES,
  CLASS,
  CLASSES,
  EVENTS,
  FUNCTIONS,
  METHODS,
  MODULE,
  PARTS,
  PROPERTIES,
  REFLECTED,
  SLOTS,
  STATES,
  SUMMARY,
  TAG,
  VARIABLES,
  camelCase,
  told,
  typeOf,
} from "../../description/element.js";

const text = (type) => ({ text: type });

/** A default as it would be written in JavaScript. */
const literal = (attribute) => JSON.stringify(attribute.default);

const attribute = (one) => ({
  name: one.name,
  description: one.description,
  type: text(one.values ? one.values.map((value) => JSON.stringify(value)).join(" | ") : typeOf(one)),
  default: literal(one),
  ...(one.kind === "native" ? {} : { fieldName: camelCase(one.name) }),
});

const reflected = (one) => ({
  kind: "field",
  name: camelCase(one.name),
  description: one.description,
  type: text(typeOf(one)),
  default: literal(one),
  attribute: one.name,
  reflects: true,
});

const property = ({ name, type, readonly, description }) => ({
  kind: "field",
  name,
  description,
  type: text(type),
  ...(readonly ? { readonly } : {}),
});

const callable = (kind) => ({ name, parameters, returns, description }) => ({
  kind,
  name,
  description,
  parameters: parameters.map(({ name, type, optional }) => ({ name, type: text(type), ...(optional ? { optional } : {}) })),
  return: { type: text(returns) },
});

const event = (one) => ({ name: one.name, description: told(one), type: text(`CustomEvent<${one.detail}>`) });

const variable = ({ name, syntax, value, description }) => ({ name, syntax, default: value, description });

const element = () => ({
  kind: "class",
  name: CLASS,
  tagName: TAG,
  customElement: true,
  summary: SUMMARY,
  description: SUMMARY,
  superclass: { name: "HTMLElement" },
  attributes: ATTRIBUTES.map(attribute),
  members: [...REFLECTED.map(reflected), ...PROPERTIES.map(property), ...METHODS.map(callable("method"))],
  events: EVENTS.map(event),
  slots: SLOTS,
  cssParts: PARTS,
  cssProperties: VARIABLES.map(variable),
  cssStates: STATES,
});

const exported = (name) => ({ kind: "js", name, declaration: { name, module: MODULE } });

export const manifest = () => ({
  schemaVersion: "1.0.0",
  modules: [
    {
      kind: "javascript-module",
      path: MODULE,
      declarations: [
        element(),
        ...CLASSES.map(({ name, superclass, description }) => ({
          kind: "class",
          name,
          description,
          superclass: { name: superclass },
        })),
        ...FUNCTIONS.map(callable("function")),
      ],
      exports: [
        ...[CLASS, ...CLASSES.map(({ name }) => name), ...FUNCTIONS.map(({ name }) => name)].map(exported),
        { kind: "custom-element-definition", name: TAG, declaration: { name: CLASS, module: MODULE } },
      ],
    },
  ],
});
