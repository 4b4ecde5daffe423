// react.d.ts: <guard-widget> in JSX, for the types of React 18 and of React 19.
import { CLASS, TAG } from "../../description/element.js";
import { attributeProps, imports, listenerProps, objectProps } from "./props.js";
import { banner, key } from "./text.js";

// React 18 turns every prop of a custom element into an attribute, `false` into "false", which HTML takes for set.
const EIGHTEEN = `/**
 * React 18 sets attributes only. What is no text, and the listeners, need a ref: \`ref.current.backend = …\`,
 * \`ref.current.addEventListener("guard-login", …)\`. A flag that is off is \`undefined\`, not \`false\`.
 */
export interface GuardReact18Props
  extends Omit<HTMLAttributes<${CLASS}>, "className" | "hidden">, ClassAttributes<${CLASS}> {
  class?: string | undefined;
  hidden?: true | "" | undefined;
${attributeProps({ flag: () => 'true | ""', none: "undefined" })}}
`;

const NINETEEN = `/**
 * React 19 sets attributes, those properties that the element has when it is drawn, and listeners. Of markup that a
 * server has rendered it takes over the attributes only: set the objects and the listeners with a ref there.
 */
export interface GuardReact19Props extends HTMLAttributes<${CLASS}>, ClassAttributes<${CLASS}> {
  class?: string | undefined;
${attributeProps({ flag: () => 'boolean | ""', none: "undefined" })}${objectProps()}${listenerProps(
  [(event) => `on${event}`],
  (event) => `((event: GuardEventMap[${key(event)}]) => void) | undefined`,
)}}
`;

const element = (indent) => `${indent}interface IntrinsicElements {\n${indent}  ${key(TAG)}: GuardReactProps;\n${indent}}\n`;

export const react = () => `${banner("The types of <guard-widget> in JSX, for React 18 and 19.")}
import type * as React from "react";
import type { ClassAttributes, HTMLAttributes } from "react";
${imports(EIGHTEEN + NINETEEN)}
export * from "./guard-widget.js";

${EIGHTEEN}
${NINETEEN}
/** The props of the installed React; \`createFactory\` was taken out of 19. */
export type GuardReactProps = typeof React extends { createFactory: unknown } ? GuardReact18Props : GuardReact19Props;

declare module "react" {
  namespace JSX {
${element("    ")}  }
}

// Where the types of React 18 look.
declare global {
  namespace JSX {
${element("    ")}  }
}
`;
