// svelte.d.ts: <guard-widget> in the templates of Svelte 4 and 5.
import { CLASS, TAG } from "../../description/element.js";
import { attributeProps, imports, isOneWord, listenerProps, objectProps } from "./props.js";
import { banner, key } from "./text.js";

// As with Vue: where there is no property of that very name, `false` would be the text of the attribute.
const flag = (attribute) => (isOneWord(attribute) ? 'boolean | ""' : 'true | ""');

const PROPS = `type Listener<Name extends keyof GuardEventMap> =
  | ((event: GuardEventMap[Name] & { currentTarget: EventTarget & ${CLASS} }) => unknown)
  | null
  | undefined;

/**
 * What a template sets. \`no-auto-refresh\` that is off is \`undefined\`, not \`false\`: Svelte writes \`false\` as a text
 * into an attribute. Listeners are \`on:guard-login\` in Svelte 4 and \`onguard-login\` in Svelte 5.
 */
export interface GuardSvelteProps extends HTMLAttributes<${CLASS}> {
${attributeProps({ flag, none: "null | undefined" })}${objectProps()}${listenerProps(
  [(event) => `on:${event}`, (event) => `on${event}`],
  (event) => `Listener<${key(event)}>`,
)}}
`;

export const svelte = () => `${banner("The types of <guard-widget> in Svelte’s templates.")}
import type { HTMLAttributes } from "svelte/elements";
${imports(PROPS)}
export * from "./guard-widget.js";

${PROPS}
declare module "svelte/elements" {
  export interface SvelteHTMLElements {
    ${key(TAG)}: GuardSvelteProps;
  }
}
`;
