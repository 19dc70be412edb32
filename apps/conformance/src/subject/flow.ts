import type { Interpreter, Returned } from "./interpreter.ts";
import { catches, makeError } from "./errors.ts";

/** Registers the statements for control flow: log, raise, return, try. */
export function registerFlow(interpreter: Interpreter): void {
  const { api, run } = interpreter;
  interpreter.register(
    {
      log: (world, s) => world.record("log", s.value),
      raise(_world, s) {
        throw makeError(api, s.error);
      },
    },
    {
      *return(_world, s) {
        return { value: s.value };
      },
      *try(world, s) {
        let returned: Returned | null;
        // Python's `except` may name CancelledError, and `finally` may return.
        /* eslint-disable asyncio-ts/no-swallowed-cancel */
        try {
          try {
            returned = yield* run(world, s.body);
          } catch (error) {
            const handler = s.handlers?.find((each) => catches(api, each.catch, error));
            if (handler === undefined) throw error;
            world.record("caught", handler.catch, world.errors.describe(error));
            returned = yield* run(world, handler.body);
            if (returned === null && handler.reraise) throw error;
          }
        } catch (error) {
          const override = yield* run(world, s.final ?? []);
          if (override === null) throw error;
          return override;
        }
        /* eslint-enable asyncio-ts/no-swallowed-cancel */
        return (yield* run(world, s.final ?? [])) ?? returned;
      },
    },
  );
}
