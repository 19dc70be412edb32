import { type Coroutine, isCoroutineFunction } from "@asyncio-ts/tasks";
import { afterEach as afterEachOfVitest, beforeEach as beforeEachOfVitest, type TestContext } from "vitest";
import { withTextOf } from "./function-text.ts";
import { attemptOf, type Context } from "./vitest-fixtures.ts";

/** A hook: a coroutine function, or a function as vitest takes it. It may return a function for the clean-up. */
export type CoroutineHook<C = TestContext> = (context: C) => unknown;

/** The coroutine hooks of one run of a test. */
export interface TestHooks {
  readonly before: ((context: Context) => Coroutine<unknown>)[];
  readonly after: ((context: Context) => Coroutine<unknown>)[];
}

/** The hooks that vitest has reached for a run of a test, and that its loop has not run yet. */
const pending = new WeakMap<object, TestHooks & { readonly run: string }>();

/**
 * Runs a coroutine function before each test of the suite, on the loop of the test. For a test that is explored, once a schedule.
 *
 * Other functions are passed to vitest.
 */
export function beforeEach<C = object>(fn: CoroutineHook<TestContext & C>, timeout?: number): void {
  register(beforeEachOfVitest, "before", fn, timeout);
}

/**
 * Runs a coroutine function after each test of the suite, on the loop of the test. For a test that is explored, once a schedule.
 *
 * Other functions are passed to vitest.
 */
export function afterEach<C = object>(fn: CoroutineHook<TestContext & C>, timeout?: number): void {
  register(afterEachOfVitest, "after", fn, timeout);
}

function register(hook: typeof beforeEachOfVitest, when: keyof TestHooks, fn: CoroutineHook<any>, timeout: number | undefined): void {
  if (!isCoroutineFunction(fn)) return hook(fn as never, timeout);
  const enter = (context: TestContext) => {
    hooksOf(context)[when].push(fn as never);
  };
  // Before the test, also for the hooks after it, because these run on its loop.
  beforeEachOfVitest(withTextOf(fn, enter) as never, timeout);
}

function hooksOf(context: TestContext): TestHooks {
  const { task } = context;
  const run = attemptOf(context);
  let hooks = pending.get(task);
  if (hooks === undefined || hooks.run !== run) {
    pending.set(task, (hooks = { before: [], after: [], run }));
    context.onTestFinished(() => {
      if (pending.delete(task) && task.result?.state !== "fail") throw new Error(NOT_RUN);
    });
  }
  return hooks;
}

const NOT_RUN =
  "beforeEach, afterEach: a test of @asyncio-ts/testing/vitest was expected, because a coroutine hook runs on its loop; got a test of vitest";

/** Removes and returns the coroutine hooks of the present run of a test. */
export function takeHooks(task: object): TestHooks {
  const hooks = pending.get(task) ?? { before: [], after: [] };
  pending.delete(task);
  return hooks;
}
