// The module `guard-parts`: npm/src/parts.js with the addresses of a build's files.

/**
 * Its text. Each file is a literal `new URL(…, import.meta.url)`, which is what bundlers look for.
 * @param {Record<string, string[]>} parts the files that each part needs
 */
export const partsModule = (parts) => {
  const files = [...new Set(Object.values(parts).flat())];
  const url = (file) => `new URL(${JSON.stringify(`./${file}`)}, import.meta.url)`;
  const needs = Object.entries(parts).map(
    ([part, needed]) => `${JSON.stringify(part)}: [${needed.map((file) => `f${files.indexOf(file)}`).join(", ")}]`,
  );
  return [
    'import { parts } from "./parts.js";',
    'import { extend } from "./sheet.js";',
    "export const { load, prefetch } = parts(() => {",
    ...files.map((file, at) => `  const f${at} = ${url(file)};`),
    `  return { ${needs.join(", ")} };`,
    "}, extend);",
    "",
  ].join("\n");
};
