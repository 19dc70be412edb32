import type { Interpreter, Returned } from "./interpreter.ts";
import { catches, makeError } from "./errors.ts";

/** Statements that steer: marks, errors, try. */
export function learnFlow(interpreter: Interpreter): void {
  const { api, run } = interpreter;
  interpreter.learn(
    {
      mark: (world, s) => world.record("mark", s.value),
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
        try {
          try {
            returned = yield* run(world, s.body);
          } catch (error) {
            const handler = s.handlers?.find((each) => catches(api, each.catch, error));
            if (handler === undefined) throw error;
            world.record("caught", handler.catch, world.errors.tell(error));
            returned = yield* run(world, handler.body);
            if (returned === null && handler.again) throw error;
          }
        } catch (error) {
          const overruled = yield* run(world, s.final ?? []);
          if (overruled === null) throw error;
          return overruled;
        }
        return (yield* run(world, s.final ?? [])) ?? returned;
      },
    },
  );
}
