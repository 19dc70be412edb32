import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** The characters that fit on a page of 1,280 pixels beside the sidebar and the outline. */
const WIDTH = 76;

const root = join(import.meta.dirname, "../..");
const excluded = /(^|\/)(node_modules|dist|docs\/(api|reference)|CHANGELOG\.md)$/;
const pages = globSync(["*.md", "docs/**/*.md", "packages/**/*.md"], { cwd: root, exclude: (path) => excluded.test(path) }).toSorted();

test.each(pages)(`%s: code has at most ${WIDTH} characters a line`, (page) => {
  expect(wideLines(readFileSync(join(root, page), "utf8"))).toEqual([]);
});

test("wideLines() reports lines of code, and no prose", () => {
  const long = "x".repeat(WIDTH + 1);
  expect(wideLines(`${long}\n\`\`\`ts\n${long}\n${"y".repeat(WIDTH)}\n\`\`\`\n${long}`)).toEqual([`3: ${long}`]);
});

/** Returns the lines in code blocks that are too wide, each with its number. */
function wideLines(text: string): string[] {
  let isCode = false;
  return text.split("\n").flatMap((line, index) => {
    if (line.startsWith("```")) isCode = !isCode;
    return isCode && line.length > WIDTH ? [`${index + 1}: ${line}`] : [];
  });
}
