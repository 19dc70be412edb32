import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { isCoroutine, run } from "asyncio-ts";
import { beforeAll, expect, test } from "vitest";
import { converted } from "./converted.ts";

const folder = new URL("pairs/", import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith(".before.ts") ? [basename(file, ".before.ts")] : []));
const results: Record<string, string> = {};

beforeAll(() => {
  for (const exports of ["coroutine", "promise"] as const) {
    const chosen = names.filter((name) => name.startsWith("exports-promise") === (exports === "promise"));
    const sources = Object.fromEntries(chosen.map((name) => [`${name}.ts`, textOf(name, "before")]));
    Object.assign(results, converted(sources, { exports }).files);
  }
}, 120_000);

for (const name of names) {
  test(`the codemod converts ${name}.before.ts to ${name}.after.ts`, () => {
    expect(compact(results[`${name}.ts`]!)).toBe(compact(textOf(name, "after")));
  });

  test(`the program ${name} has the same outcome before and after`, async () => {
    const [before, after] = await Promise.all(["before", "after"].map((when) => import(`./pairs/${name}.${when}.ts`)));
    expect(await outcomeOf(after.main)).toEqual(await outcomeOf(before.main));
  });
}

function textOf(name: string, when: "before" | "after"): string {
  return readFileSync(new URL(`${name}.${when}.ts`, folder), "utf8");
}

async function outcomeOf(main: () => unknown): Promise<unknown> {
  const result = main();
  return isCoroutine(result) ? await run(result) : await result;
}

/** The files are formatted, the output of the codemod is not. */
function compact(text: string): string {
  return text.replace(/\s+/g, "").replace(/,(?=[)\]}])/g, "");
}
