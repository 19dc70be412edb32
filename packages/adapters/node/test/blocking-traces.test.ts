import { expect, test } from "vitest";
import { BlockingLoop } from "@asyncio-ts/node";
import { run } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { type Program, programs } from "./traced-programs.ts";

/** Returns the program as a coroutine function that returns its trace. */
function traced(program: Program): () => Generator<any, string[]> {
  return function* () {
    const trace: string[] = [];
    trace.push(`returned ${String(yield* program((line) => trace.push(String(line))))}`);
    return trace;
  };
}

test.each(Object.entries(programs))("%s: the same on virtual, host and blocking loops", async (_, program) => {
  const virtual = run(traced(program), { loop: new VirtualLoop() });
  expect(virtual.length).toBeGreaterThan(1);
  expect(run(traced(program), { loop: new BlockingLoop() })).toEqual(virtual);
  expect(await run(traced(program))).toEqual(virtual);
});
