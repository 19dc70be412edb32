import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { checkNoneLeft } from "./left-running.ts";
import { runChecked } from "./run-checked.ts";
import { VirtualLoop } from "./virtual-loop.ts";

/**
 * Wraps the body of a test, a coroutine function, in a plain function that runs it on a new VirtualLoop.
 *
 * A test runner calls a `function*` and runs nothing of it, so that such a test passes whatever it asserts. The test fails also for
 * an exception that is never retrieved, a coroutine that is never awaited and a task that is left running.
 *
 * @param body receives the arguments of the test runner
 * @returns a function that returns the body's result
 * @throws TypeError if `body` is no function
 *
 * @example
 * ```ts
 * import { sleep } from "@asyncio-ts/tasks";
 * import { virtually } from "@asyncio-ts/testing";
 *
 * // For a test runner: test("an hour passes at once", virtually(function* () { … }));
 * const body = virtually(function* () {
 *   return yield* sleep(3_600_000, "awake");
 * });
 * console.log(body()); // prints awake
 * ```
 */
export function virtually<This, A extends unknown[], T>(body: (this: This, ...args: A) => Coroutine<T>): (this: This, ...args: A) => T {
  if (typeof body !== "function") throw wrongArgument("virtually", "a function*", body);
  return function (this: This, ...args: A): T {
    const program = (): Coroutine<T> => withNoneLeft(body.apply(this, args));
    return runChecked(program, new VirtualLoop()) as T;
  };
}

function* withNoneLeft<T>(body: Coroutine<T>): Coroutine<T> {
  const result = yield* body;
  checkNoneLeft();
  return result;
}
