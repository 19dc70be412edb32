// What fixes and suggestions write, on single lines inside a coroutine.
import plugin, { type RuleName } from "@asyncio-ts/eslint-plugin";
import { describe, expect, test } from "vitest";
import { eslints } from "./eslints.ts";
import { configOf } from "./linted.ts";
import { typedFiles } from "./typed-files.ts";

const before = `import { type Coroutine, gather, Lock, sleep } from "asyncio-ts";
import { fromPromise, toPromise } from "@asyncio-ts/promise";
declare function ready(): Coroutine<boolean>;
declare const lock: Lock;
`;

/** The rule, a line with a mistake, and the line after the first fix or suggestion. */
const cases: [rule: RuleName, line: string, corrected: string][] = [
  ["no-floating-coroutine", "sleep(10);", "yield* sleep(10);"],
  ["no-floating-coroutine", "using _ = lock.acquire();", "using _ = yield* lock.acquire();"],
  ["no-floating-coroutine", "if (ready()) return;", "if (yield* ready()) return;"],
  ["no-floating-coroutine", "while (!ready());", "while (!(yield* ready()));"],
  ["no-floating-coroutine", "const text = `${ready()}`;", "const text = `${yield* ready()}`;"],
  ["no-floating-coroutine", "const text = ready() ? 1 : 2;", "const text = (yield* ready()) ? 1 : 2;"],
  ["no-floating-coroutine", "ready() && console.log(1);", "(yield* ready()) && console.log(1);"],
  ["no-floating-coroutine", "[1, 2].map((ms) => sleep(ms));", "yield* gather(...[1, 2].map((ms) => sleep(ms)));"],
  ["no-floating-coroutine", "return sleep(10);", "return yield* sleep(10);"],
  ["no-yield-without-star", "yield sleep(10);", "yield* sleep(10);"],
  ["no-yield-without-star", "const page = yield fetch('/');", "const page = yield* fromPromise(fetch('/'));"],
  ["no-yield-without-star", "yield* [sleep(1), sleep(2)];", "yield* gather(...[sleep(1), sleep(2)]);"],
  ["no-await-in-coroutine", "const is = (await ready()) || 1;", "const is = (yield* ready()) || 1;"],
  ["no-await-in-coroutine", "await fetch('/');", "yield* fromPromise(fetch('/'));"],
  ["no-await-in-coroutine", "const f = async () => await ready();", "const f = async () => await toPromise(ready());"],
  ["no-seconds", "yield* sleep(0.25);", "yield* sleep(250);"],
  [
    "no-swallowed-cancel",
    "try { yield* sleep(1); } catch { lock.release(); }",
    "try { yield* sleep(1); } catch (error) { if (error instanceof CancelledError) throw error;",
  ],
];

const codes = new Map(
  cases.map(([, line], index) => [`${index}.ts`, `${before}export function* main() {\n  yield* sleep(0);\n  ${line}\n}\n`]),
);
const files = typedFiles(codes);

describe.each(eslints)("ESLint $ESLint.version", ({ Linter }) => {
  test.each(cases.map((each, index) => [...each, index] as const))("%s corrects %s", (rule, _, corrected, index) => {
    const code = codes.get(`${index}.ts`)!;
    const [message] = new Linter().verify(code, configOf(files, { [`asyncio-ts/${rule}`]: "error" }), files.pathOf(`${index}.ts`));
    const { range, text } = message!.fix ?? message!.suggestions![0]!.fix;
    const after = code.slice(0, range[0]) + text + code.slice(range[1]);
    expect(after).toContain(`\n  ${corrected}`);
  });

  test("a rethrow that is inserted imports CancelledError", () => {
    const index = cases.length - 1;
    const code = codes.get(`${index}.ts`)!;
    const [message] = new Linter().verify(code, configOf(files, plugin.configs.recommended.rules), files.pathOf(`${index}.ts`));
    const { range, text } = message!.suggestions![0]!.fix;
    expect(code.slice(0, range[0]) + text).toContain("CancelledError } from");
  });
});
