import type { Source } from "asyncio-ts";
import type { Block } from "../language/program.ts";
import type { Coroutine } from "./api.ts";
import type { Interpreter, Returned } from "./interpreter.ts";
import type { World } from "./world.ts";

/** The body of an iteration, and the greatest number of times that it runs. */
export interface Iteration {
  limit?: number;
  body: Block;
}

/** Returns a coroutine function that runs a body for each item of a source: the `async for` of the programs. */
export function forEachIn(interpreter: Interpreter) {
  const { api, run } = interpreter;
  return interpreter.mark(function* forEach(world: World, s: Iteration, source: Source<unknown>): Coroutine<Returned | null> {
    let returned: Returned | null = null;
    let count = 0;
    yield* api.forEach(source, function* (item: unknown) {
      world.record("next", world.describe(item));
      returned = yield* run(world, s.body);
      count++;
      return returned !== null || count === s.limit ? api.forEach.stop : null;
    });
    return returned;
  });
}
