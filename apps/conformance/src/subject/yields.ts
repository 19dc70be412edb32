import type { Coroutine } from "./api.ts";
import type { Interpreter } from "./interpreter.ts";

const bad: Record<"nothing" | "number" | "generator", () => unknown> = {
  nothing: () => undefined,
  number: () => 42,
  generator: () => (function* () {})(),
};

/** What a coroutine may hand to its task by a bare yield. */
export function learnYields(interpreter: Interpreter): void {
  // Plain in any case: a mark makes no difference to what yields by hand.
  function* bare(value: unknown): Coroutine<void> {
    yield value as never;
  }

  interpreter.learn(
    {},
    {
      *yield(world, s) {
        const value = s.what === "future" ? world.get(s.target) : bad[s.what]();
        if (s.what === "future" && value === undefined) return null;
        yield* bare(value);
        world.record("resumed");
        return null;
      },
      *awaitSelf(world) {
        yield* world.currentTask()!;
        return null;
      },
    },
  );
}
