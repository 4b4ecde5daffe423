// The snippets of the README, as they are printed there.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";

const README = readFileSync(join(import.meta.dirname, "../../../README.md"), "utf8");

/**
 * The first snippet of a language below a heading.
 * @param {string} heading
 * @param {string} language
 */
export const snippet = (heading, language) => {
  const [, section] = README.match(new RegExp(`^##+ ${heading}\\n([\\s\\S]*?)(?=^##+ |$(?![\\s\\S]))`, "m")) ?? [];
  const [, code] = section?.match(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m")) ?? [];
  expect(code, `a snippet of ${language} below “${heading}”`).toBeTruthy();
  return code;
};
