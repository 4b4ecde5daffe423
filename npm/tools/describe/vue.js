// vue.d.ts: <guard-widget> in Vue's templates.
import { CLASS, TAG, camelCase } from "../../description/element.js";
import { attributeProps, imports, isOneWord, objectProps } from "./props.js";
import { banner, key } from "./text.js";

// Vue finds the property of a name of one word. Of others it sets the attribute, and `false` would be its text.
const flag = (attribute) => (isOneWord(attribute) ? 'boolean | ""' : 'true | ""');

const PROPS = `/**
 * What a template binds. \`:no-auto-refresh\` that is off is \`undefined\`, not \`false\`: Vue writes \`false\` as a text
 * into an attribute.
 */
export interface GuardVueProps {
${attributeProps({ name: camelCase, flag, none: "null | undefined" })}${objectProps()}}
`;

export const vue = () => `${banner("The types of <guard-widget> in Vue’s templates.")}
import type { EmitFn, HTMLAttributes, PublicProps } from "vue";
${imports(`${PROPS} ${CLASS} GuardEventMap`)}
export * from "./guard-widget.js";

${PROPS}
/** \`<guard-widget>\` as Vue sees components: its props in \`$props\`, its events in \`$emit\`. */
export type GuardVueElement = new () => ${CLASS} & {
  /** Only for the template; the element has no such property. */
  $props: HTMLAttributes & GuardVueProps & PublicProps;
  /** Only for the template; the element has no such method. */
  $emit: EmitFn<{ [Name in keyof GuardEventMap]: (event: GuardEventMap[Name]) => void }>;
};

declare module "vue" {
  interface GlobalComponents {
    ${key(TAG)}: GuardVueElement;
  }
}
`;
