import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const packages = fileURLToPath(new URL("../../..", import.meta.url));

/** The packages that a program imports. */
const INSTALLED = {
  "asyncio-ts": "asyncio",
  "@asyncio-ts/loop": "core/loop",
  "@asyncio-ts/tasks": "core/tasks",
  "@asyncio-ts/sync": "core/sync",
};

/** Writes a program into a folder of its own, with the packages that it imports, and returns the folder. */
export function program(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "asyncio-marks-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ "package.json": '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  // Copies, because a link would lead to files outside node_modules.
  for (const [name, path] of Object.entries(INSTALLED)) {
    const target = join(folder, "node_modules", name);
    for (const part of ["package.json", "dist"]) cpSync(join(packages, path, part), join(target, part), { recursive: true });
  }
  mkdirSync(join(folder, "node_modules/@asyncio-ts"), { recursive: true });
  symlinkSync(join(packages, "tools/unplugin"), join(folder, "node_modules/@asyncio-ts/unplugin"));
  return folder;
}

/** A program of two modules that import each other. It writes what the marks do. */
export const SHOP = {
  "main.ts": `import { createTask, run, sleep, type Coroutine } from "asyncio-ts";
import order, { early } from "./order.ts";
import anonymous from "./anonymous.ts";

export function* price(item: string): Coroutine<number> {
  yield* sleep(1);
  return item.length;
}

class Till {
  *total<T extends string>(items: readonly T[]): Coroutine<number> {
    let sum = 0;
    for (const item of items) sum += yield* price(item);
    return yield* this.#round(sum);
  }
  *#round(sum: number): Coroutine<number> {
    return Math.round(sum);
  }
  static *open(): Coroutine<Till> {
    yield* sleep(1);
    return new Till();
  }
}

const show = (made: Generator) => {
  const text = String(made);
  made.return(undefined);
  return text;
};

await run(function* main(): Coroutine<void> {
  const till: Till = yield* Till.open();
  const results = [yield* till.total(["tea", "cake"]), yield* order("x"), yield* anonymous(), early];
  const names = [price("a"), till.total([]), Till.open(), order("a"), anonymous()].map(show);
  console.log(JSON.stringify({ results, names }));
  till.total(["dropped"]);
  yield* createTask(function* () {
    const error = (yield* thrown()) as Error;
    console.log(error.stack);
  });
});

function* thrown(): Coroutine<unknown> {
  try {
    yield* sleep(1);
    throw new Error("at thrown");
  } catch (error) {
    return error;
  }
}
`,
  "order.ts": `import { sleep, type Coroutine } from "asyncio-ts";
import { price } from "./main.ts";

// main.ts has not begun, and the function is there: it is hoisted.
export const early: string = typeof price;

export default function* order(item: string): Coroutine<string> {
  yield* sleep(1);
  return \`\${item}: \${yield* price(item)}\`;
}
`,
  "anonymous.ts": `import { sleep } from "asyncio-ts";
export default function* () {
  return yield* sleep(1, "anonymous");
}
`,
};

/** What \`SHOP\` writes when its functions are marked, on standard output. */
export const SHOWN = {
  results: [7, "x: 1", "anonymous", "function"],
  names: ["<coroutine price>", "<coroutine total>", "<coroutine open>", "<coroutine order>", "<coroutine default>"],
};

/** The line and the column of `new Error` in `SHOP`. */
export const THROWN = { line: 46, column: 11 };
