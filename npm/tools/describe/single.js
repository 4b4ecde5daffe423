// single.d.ts: the same, from the file that has everything in it.
import { banner } from "./text.js";

export const single = () => `${banner("The types of guard-widget/single: those of guard-widget.")}
export * from "./guard-widget.js";
`;
