import type { Coroutine } from "./api.ts";
import type { Interpreter } from "./interpreter.ts";

const badValues: Record<"nothing" | "number" | "generator", () => unknown> = {
  nothing: () => undefined,
  number: () => 42,
  generator: () => (function* () {})(),
};

/** Registers the statements that yield by hand, without `yield*`. */
export function registerYields(interpreter: Interpreter): void {
  // Never marked: for a bare yield the mark makes no difference.
  function* bare(value: unknown): Coroutine<void> {
    yield value as never;
  }

  interpreter.register(
    {},
    {
      *yield(world, s) {
        const value = s.what === "future" ? world.get(s.target) : badValues[s.what]();
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
