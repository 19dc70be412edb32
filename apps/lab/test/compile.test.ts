import { expect, test } from "vitest";
import { compile } from "../src/worker/compile.ts";
import { loadModules } from "../src/worker/modules.ts";

test("compile() keeps the lines of a program, and lists its imports without those of types", () => {
  const source = `import { run, type Coroutine } from "asyncio-ts";
import type { Observable } from "rxjs";
interface Dish { name: string }
function* cook(dish: Dish): Coroutine<void> {
  using _ = yield* lock.acquire();
}
await run(cook({ name: "eggs" } satisfies Dish));`;
  const { code, imports } = compile(source);
  expect(imports).toEqual(["asyncio-ts"]);
  expect(code.split("\n").map((line) => line.trim())[4]).toBe("using _ = yield* lock.acquire();");
});

test("compile() names the place of a syntax error", () => {
  expect(() => compile("const a = 1;\nconst b = ;")).toThrow(/^line 2, column \d+: Unexpected token$/);
});

test("loadModules() names the modules that the lab has, if a program imports another", async () => {
  await expect(loadModules(["node:fs"], {})).rejects.toThrow(/^the lab has no module "node:fs"; programs can import asyncio-ts, /);
});
