import type { AsCompleted, Timeout } from "asyncio-ts";
import type { Coroutine } from "./api.ts";
import { forEachIn, type Iteration } from "./for-each.ts";
import type { Awaitables } from "./awaitables.ts";
import type { Interpreter, Returned } from "./interpreter.ts";
import type { World } from "./world.ts";

/** Registers the statements with a body: timeouts, task groups, asCompleted. */
export function registerScopes(interpreter: Interpreter, awaitables: Awaitables): void {
  const { api, run } = interpreter;

  const forEach = forEachIn(interpreter);

  const results = interpreter.mark(function* results(world: World, s: Iteration, source: AsCompleted<unknown>): Coroutine<Returned | null> {
    let count = 0;
    for (const next of source) {
      world.record("next", world.describe(yield* next));
      const returned = yield* run(world, s.body);
      count++;
      if (returned !== null || count === s.limit) return returned;
    }
    return null;
  });

  interpreter.register(
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
        const source = api.asCompleted(awaitables.evaluateAll(world, s.of), { timeout: s.ms ?? null });
        if (s.slot === undefined) return yield* forEach(world, s, source);
        world.put(s.slot, source);
        return yield* results(world, s, source);
      },
      *resumeIteration(world, s) {
        const source = world.get<AsCompleted<unknown>>(s.target);
        return source === undefined ? null : yield* results(world, s, source);
      },
    },
  );
}
