import type { AsCompleted, Timeout } from "asyncio-ts";
import type { Coroutine } from "./api.ts";
import { arrivals, type Loop } from "./arrivals.ts";
import type { Awaitables } from "./awaitables.ts";
import type { Interpreter, Returned } from "./interpreter.ts";
import type { World } from "./world.ts";

/** Statements with a body that the loop watches: timeouts, task groups, completions. */
export function learnScopes(interpreter: Interpreter, awaitables: Awaitables): void {
  const { api, run } = interpreter;

  const arrived = arrivals(interpreter);

  const results = interpreter.mark(function* results(world: World, s: Loop, source: AsCompleted<unknown>): Coroutine<Returned | null> {
    let count = 0;
    for (const coming of source) {
      world.record("next", world.tell(yield* coming));
      const returned = yield* run(world, s.body);
      count++;
      if (returned !== null || count === s.limit) return returned;
    }
    return null;
  });

  interpreter.learn(
    {
      reschedule(world, s) {
        const scope = world.get<Timeout>(s.target);
        const when = s.ms === null ? null : world.loop.time() + s.ms;
        if (scope !== undefined) world.attempt("reschedule", [s.target], () => scope.reschedule(when));
      },
      scope(world, s) {
        const scope = world.get<Timeout>(s.target);
        if (scope !== undefined) world.record("scope", s.target, scope.when(), scope.expired());
      },
    },
    {
      *timeout(world, s) {
        const limit = s.at ? api.timeoutAt : api.timeout;
        let scope: Timeout | undefined;
        try {
          return yield* limit(
            s.ms,
            interpreter.mark(function* body(entered: Timeout) {
              scope = entered;
              world.put(s.slot, scope);
              return yield* run(world, s.body);
            }),
          );
        } finally {
          world.record("expired", s.slot, scope!.expired());
        }
      },
      *group(world, s) {
        return yield* api.taskGroup(
          interpreter.mark(function* body(group) {
            world.put(s.slot, group);
            return yield* run(world, s.body);
          }),
        );
      },
      *asCompleted(world, s) {
        const source = api.asCompleted(awaitables.all(world, s.of), { timeout: s.ms ?? null });
        if (s.slot === undefined) return yield* arrived(world, s, source);
        world.put(s.slot, source);
        return yield* results(world, s, source);
      },
      *goOn(world, s) {
        const source = world.get<AsCompleted<unknown>>(s.target);
        return source === undefined ? null : yield* results(world, s, source);
      },
    },
  );
}
