import type { Source } from "asyncio-ts";
import type { Block } from "../language/program.ts";
import type { Coroutine } from "./api.ts";
import type { Interpreter, Returned } from "./interpreter.ts";
import type { World } from "./world.ts";

/** A body that runs once for each thing that comes, so often at most. */
export interface Loop {
  limit?: number;
  body: Block;
}

/** The `async for` of the programs. */
export function arrivals(interpreter: Interpreter) {
  const { api, run } = interpreter;
  return interpreter.mark(function* arrivals(world: World, s: Loop, source: Source<unknown>): Coroutine<Returned | null> {
    let returned: Returned | null = null;
    let count = 0;
    yield* api.forEach(source, function* (arrived: unknown) {
      world.record("next", world.tell(arrived));
      returned = yield* run(world, s.body);
      count++;
      return returned !== null || count === s.limit ? api.forEach.stop : null;
    });
    return returned;
  });
}
