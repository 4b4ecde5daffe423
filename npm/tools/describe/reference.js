// docs/element.md, the reference that people read.
import {
  ATTRIBUTES,
  CLASS,
  CLASSES,
  EVENTS,
  FUNCTIONS,
  METHODS,
  PARTS,
  PROPERTIES,
  SLOTS,
  STATES,
  SUMMARY,
  TAG,
  VARIABLES,
  camelCase,
  inTheme,
} from "../../description/element.js";
import { parameterList, withoutHead } from "./text.js";

const GROUPS = ["Server", "Login", "Look", "Dialog"];

const code = (text) => (text === "" ? "–" : `\`${text}\``);

/** A table; a bar inside a cell would end it. */
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")))]
    .map((row) => `| ${row.join(" | ")} |\n`)
    .join("");

const named = (head, all, show = (name) => name) =>
  table([head, "what it is"], all.map(({ name, description }) => [code(show(name)), description]));

const values = ({ kind, values }) =>
  ({
    text: "text",
    native: "text",
    number: "number",
    flag: "present or not",
    enum: values?.filter(Boolean).map(code).join(", "),
  })[kind];

const attributes = (group) =>
  `### ${group}\n\n` +
  table(
    ["attribute", "property", "values", "default", "what it does"],
    ATTRIBUTES.filter((attribute) => attribute.group === group).map((attribute) => [
      code(attribute.name),
      code(camelCase(attribute.name)),
      values(attribute),
      attribute.kind === "flag" ? "off" : code(String(attribute.default)),
      attribute.description,
    ]),
  );

const signature = ({ name, parameters, returns }) => `${name}(${parameterList(parameters)}): ${returns}`;

const callables = (head, all) =>
  table([head, "what it does"], all.map((one) => [code(signature(one)), one.description]));

const variables = (title, wanted) =>
  `### ${title}\n\n` +
  table(
    ["variable", "light", "dark", "what it is for"],
    VARIABLES.filter(wanted).map(({ name, value, description }) => {
      const [light, dark] = [inTheme(value, "light"), inTheme(value, "dark")];
      return [code(name), code(light), light === dark ? "the same" : code(dark), description];
    }),
  );

const typescript = (text) => `\`\`\`ts\n${withoutHead(text).trim()}\n\`\`\`\n`;

const bubbling = ({ bubbles, cancelable }) => `${bubbles ? "yes" : "**no**"}${cancelable ? ", cancelable" : ""}`;

const EVENT_TABLE = table(
  ["event", "detail", "bubbles", "when"],
  EVENTS.map((event) => [code(event.name), code(event.fields), bubbling(event), event.description]),
);

const PROPERTY_TABLE = table(
  ["property", "type", "what it is"],
  PROPERTIES.map(({ name, type, readonly, description }) => [
    code(name),
    code(type),
    readonly ? `${description} Read-only.` : description,
  ]),
);

/** @param {{ backend: string, sdk: string }} types the hand-written files that are shown */
export const reference = ({ backend, sdk }) => `<!-- Generated from npm/description/: node npm/tools/describe.js --docs -->

# \`<${TAG}>\`

${SUMMARY}

Importing the package defines the element; its class is \`${CLASS}\`. How to begin is in the
[README](../README.md).

## Attributes

Each is a property, too, and the two reflect each other: set to \`null\` or \`undefined\` a property takes its attribute
away, and an unknown value of an enumeration is as good as none.

${GROUPS.map(attributes).join("\n")}
## Properties

What is no text has no attribute.

${PROPERTY_TABLE}
## Methods

${callables("method", METHODS)}
## Events

All are \`CustomEvent\`s and composed; their details are frozen. Those that carry a credential do not bubble.

${EVENT_TABLE}
## Slots

${named("slot", SLOTS)}
## Parts

For \`${TAG}::part(submit)\`. With \`shadow="none"\` they are attributes all the same: \`[part~="submit"]\`.

${named("part", PARTS)}
## States

For \`${TAG}:state(success)\`. There is one at a time, and it says what is shown.

${named("state", STATES, (name) => `:state(${name})`)}
## Variables

Set them on the element or anywhere above it.

${variables("Colours", ({ syntax }) => syntax === "<color>")}
${variables("Sizes", ({ syntax }) => syntax === "<length>")}
${variables("Others", ({ syntax }) => !["<color>", "<length>"].includes(syntax))}
## A backend of your own

\`element.backend\` and the functions below take one.

${typescript(backend)}
## Functions

What \`guard-widget.js\` exports beside the element.

${callables("function", FUNCTIONS)}
${named("class", CLASSES)}
${typescript(sdk)}`;
