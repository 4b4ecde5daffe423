// What editors complete and explain: VS Code's HTML data, and JetBrains' web-types.
import {
  ATTRIBUTES,
  EVENTS,
  METHODS,
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
import { parameterList } from "./text.js";

const markdown = (value) => ({ kind: "markdown", value });

/** The values of an enumeration that can be written; an empty one is the attribute left out. */
const written = (attribute) => attribute.values?.filter(Boolean);

/** For `html.customData` in VS Code's settings. */
export const htmlData = () => ({
  version: 1.1,
  tags: [
    {
      name: TAG,
      description: markdown(SUMMARY),
      attributes: ATTRIBUTES.map((attribute) => ({
        name: attribute.name,
        description: markdown(attribute.description),
        // The set "v" is that of attributes without a value.
        ...(attribute.kind === "flag" ? { valueSet: "v" } : {}),
        ...(attribute.values ? { values: written(attribute).map((name) => ({ name })) } : {}),
      })),
    },
  ],
});

const htmlAttribute = (attribute) => ({
  name: attribute.name,
  description: attribute.description,
  ...(attribute.default === "" || attribute.default === false ? {} : { default: String(attribute.default) }),
  value:
    attribute.kind === "flag"
      ? { kind: "no-value", type: "boolean" }
      : { type: written(attribute)?.map((value) => `"${value}"`).join(" | ") ?? typeOf(attribute) },
});

/** @param {string} name of the package @param {string} version */
export const webTypes = (name, version) => ({
  $schema: "https://json.schemastore.org/web-types",
  name,
  version,
  "js-types-syntax": "typescript",
  "description-markup": "markdown",
  contributions: {
    html: {
      elements: [
        {
          name: TAG,
          description: SUMMARY,
          attributes: ATTRIBUTES.map(htmlAttribute),
          slots: SLOTS,
          js: {
            properties: [
              ...REFLECTED.map((one) => ({
                name: camelCase(one.name),
                description: one.description,
                type: typeOf(one),
                default: JSON.stringify(one.default),
              })),
              ...PROPERTIES.map(({ name, description, type, readonly }) => ({
                name,
                description,
                type,
                ...(readonly ? { "read-only": true } : {}),
              })),
            ],
            events: EVENTS.map((event) => ({
              name: event.name,
              description: told(event),
              type: `CustomEvent<${event.detail}>`,
            })),
            methods: METHODS.map(({ name, parameters, returns, description }) => ({
              name,
              description,
              type: `(${parameterList(parameters)}) => ${returns}`,
            })),
          },
          css: {
            properties: VARIABLES.map(({ name, description, value }) => ({ name, description, default: value })),
            parts: PARTS,
            "pseudo-classes": STATES.map(({ name, description }) => ({ name: `state(${name})`, description })),
          },
        },
      ],
    },
  },
});
