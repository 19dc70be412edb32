import { join } from "node:path";
import { expect, test } from "vitest";
import { listedMessages } from "@asyncio-ts/test-helpers/page-messages";
import { codeOf, textsIn, withoutTexts } from "../build/page-texts.mjs";
import { messageErrata, messagesOf } from "../checks/page-messages.ts";

const root = join(import.meta.dirname, "../..");

const source = `
export class Lock {
  release(by) {
    checkOptions("release", by);
    if (by === null) throw new TypeError(\`release: \${repr(by)}
is nothing\`);
    if (by === 1) throw wrongArgument("release", "a task", by);
    report({ message: "released", by });
  }
  toString() {
    return "<Lock>";
  }
}
`;

const texts = ["release: …\nis nothing", "release: a task was expected, got …", "released"];

test("textsIn() returns the texts of errors and reports, with … in place of values", () => {
  expect(textsIn(source, "js")).toEqual(texts);
});

test("withoutTexts() puts codes in place of messages, drops texts of objects and callers, and moves no line", () => {
  const page = withoutTexts(source);
  for (const text of texts) expect(page).toContain(`"asyncio-ts ${codeOf(text)}"`);
  expect(page).not.toMatch(/toString|"released"|"release"/);
  const lineOf = (text: string) => page.split("\n").findIndex((line) => line.includes(text));
  expect([lineOf("by === 1"), lineOf("report(")]).toEqual([6, 7]);
});

test("the list of codes fits the sources, and each text has a code of its own", () => {
  expect(messageErrata(root)).toEqual([]);
  expect(listedMessages()).toEqual(messagesOf(root).messages);
});
