import type { Coroutine } from "@asyncio-ts/tasks";
import { checkNoneLeft } from "./left-running.ts";
import { awaitResult, type Context, useFixtures } from "./vitest-fixtures.ts";
import type { TestHooks } from "./vitest-hooks.ts";

/** A test with its fixtures and hooks, as the main coroutine of a loop. */
export function* testProgram(context: Context, hooks: TestHooks, body: (context: Context) => Coroutine<unknown>): Coroutine<void> {
  yield* useFixtures(context, (own) => withHooks(own, hooks, body));
  checkNoneLeft();
}

/** Runs the hooks around the body. The hooks after it run also if it fails, and no error is lost. */
function* withHooks(context: Context, hooks: TestHooks, body: (context: Context) => Coroutine<unknown>): Coroutine<void> {
  const errors: unknown[] = [];
  const cleanups = [...hooks.after];
  try {
    for (const before of hooks.before) {
      const cleanup = yield* awaitResult(before(context));
      if (typeof cleanup === "function") cleanups.push(cleanup as () => Coroutine<unknown>);
    }
    yield* body(context);
  } catch (error) {
    errors.push(error);
  }
  for (const cleanup of cleanups.reverse()) {
    try {
      yield* awaitResult(cleanup(context));
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 1) throw new AggregateError(errors, `the test and its hooks failed: ${errors.map(String).join("; ")}`);
  if (errors.length === 1) throw errors[0];
}
