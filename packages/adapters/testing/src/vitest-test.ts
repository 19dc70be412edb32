import { repr } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, isCoroutine } from "@asyncio-ts/tasks";
import { expect, test as testOfVitest, type TestContext, type TestOptions as OptionsOfVitest } from "vitest";
import { type ExploreOptions, explore, HostVirtualLoop, VirtualLoop } from "./index.ts";
import { withTextOf } from "./function-text.ts";
import { futureEquality } from "./future-equality.ts";
import { runChecked } from "./run-checked.ts";
import { testProgram } from "./test-program.ts";
import { builderPlaceholder, type Context, type CoroutineFixtures, withPlaceholders } from "./vitest-fixtures.ts";
import { afterEach, beforeEach, takeHooks } from "./vitest-hooks.ts";

expect.addEqualityTesters([futureEquality.equal]);

/** Options of a test: the options of vitest, and the kind of run. */
export interface TestOptions extends OptionsOfVitest {
  /** Runs the test on a `HostVirtualLoop`, so that it can await promises. */
  host?: boolean;
  /** Runs the test under many schedules; `true` for the default options of `explore`. */
  explore?: boolean | ExploreOptions;
}

/** The body of a test: a coroutine function. */
export type TestBody<Args extends unknown[]> = (...args: Args) => Coroutine<unknown>;

/** Declares a test with a body of some parameters. */
export interface DeclareTest<Args extends unknown[]> {
  /** Declares a test. */
  (name: string, body?: TestBody<Args>, timeout?: number): void;
  /** Declares a test with options. */
  (name: string, options: TestOptions, body?: TestBody<Args>): void;
}

/** Declares a test that runs on a virtual loop. Same as `test` of vitest, for coroutine functions. */
export interface CoroutineTest<C = object> extends DeclareTest<[context: TestContext & C]> {
  /** Declares the only test of the file that runs. */
  readonly only: CoroutineTest<C>;
  /** Declares a test that does not run. */
  readonly skip: CoroutineTest<C>;
  /** Declares a test that is still to be written. */
  readonly todo: CoroutineTest<C>;
  /** Declares a test that is expected to fail. */
  readonly fails: CoroutineTest<C>;
  /** Declares a test that may run beside others, if it awaits the host. */
  readonly concurrent: CoroutineTest<C>;
  /** Returns a `test` that does not run if the condition holds. */
  readonly skipIf: (condition: unknown) => CoroutineTest<C>;
  /** Returns a `test` that runs only if the condition holds. */
  readonly runIf: (condition: unknown) => CoroutineTest<C>;
  /** Declares a test for each case. An array is spread over the parameters. */
  each<const T extends readonly unknown[]>(cases: readonly T[]): DeclareTest<[...T]>;
  /** Declares a test for each case. */
  each<T>(cases: readonly T[]): DeclareTest<[T]>;
  /** Declares a test for each case. The case is the first parameter, and the context the second. */
  for<T>(cases: readonly T[]): DeclareTest<[item: T, context: TestContext & C]>;
  /** Returns a `test` with further fixtures. Coroutine functions run on the loop of the test. */
  extend<F extends Record<string, unknown>>(fixtures: CoroutineFixtures<F, TestContext & C>): CoroutineTest<C & F>;
  /** Runs a function before each test of the suite, on the loop of the test. */
  beforeEach(fn: (context: TestContext & C) => unknown, timeout?: number): void;
  /** Runs a function after each test of the suite, on the loop of the test. */
  afterEach(fn: (context: TestContext & C) => unknown, timeout?: number): void;
}

/** A test of vitest, by the names of its members. */
type BaseTest = ((name: unknown, options: object, body?: unknown) => void) & Record<string, (...args: any[]) => any>;

/** The members that are a `test` themselves. */
const CHAIN = new Set(["only", "skip", "todo", "fails", "concurrent", "sequential"]);

/**
 * Declares a test with a coroutine function as its body. It runs on a virtual loop of its own, so time takes no time.
 *
 * A deadlock, an exception that is never retrieved, a coroutine that is never awaited and a task that is left running fail the test.
 */
export const test: CoroutineTest = wrap(testOfVitest as never) as never;

/** Same as `test`. */
export const it: CoroutineTest = test;

function wrap(base: BaseTest): unknown {
  const declare = (name: unknown, optionsOrBody?: unknown, bodyOrTimeout?: unknown) => {
    const { options, own, body } = parse("test", optionsOrBody, bodyOrTimeout);
    base(name, options, body && withTextOf(body, (context: TestContext) => runTest(context, own, () => body, [])));
  };
  const members: Record<string, unknown> = {
    skipIf: (condition: unknown) => wrap(base.skipIf!(condition)),
    runIf: (condition: unknown) => wrap(base.runIf!(condition)),
    each: (cases: unknown[], ...values: unknown[]) => declareEach(base, cases, values, true),
    for: (cases: unknown[], ...values: unknown[]) => declareEach(base, cases, values, false),
    extend: (...fixtures: unknown[]) => wrap(base.extend!(...asPlaceholders(fixtures))),
    override: (...fixtures: unknown[]) => wrap(base.override!(...asPlaceholders(fixtures))),
    beforeEach,
    afterEach,
  };
  return new Proxy(declare, {
    get: (_, key) => {
      if (typeof key === "string" && CHAIN.has(key)) return wrap(base[key] as never);
      return typeof key === "string" && Object.hasOwn(members, key) ? members[key] : Reflect.get(base, key);
    },
  });
}

/** Returns the arguments of `test.extend` with placeholders: an object of fixtures, or a name with options and a function. */
function asPlaceholders(fixtures: unknown[]): unknown[] {
  const [first] = fixtures;
  if (typeof first !== "string") return [withPlaceholders(first as Record<string, unknown>)];
  return [...fixtures.slice(0, -1), builderPlaceholder(first, fixtures.at(-1))];
}

/** Declares a test for each case. `test.for` of vitest passes the context, which the hooks need, also to the tests of `each`. */
function declareEach(base: BaseTest, cases: unknown[], values: unknown[], spreads: boolean) {
  return (name: unknown, optionsOrBody?: unknown, bodyOrTimeout?: unknown): void => {
    const { options, own, body } = parse(spreads ? "test.each" : "test.for", optionsOrBody, bodyOrTimeout);
    const declare: BaseTest = base.for!(cases, ...values);
    if (body === undefined) return declare(name, options);
    const areArrays = values.length === 0 && cases.every(Array.isArray);
    const run = (item: unknown, context: TestContext) => {
      if (!spreads) return runTest(context, own, (own_) => (() => body(item, own_)) as never, []);
      return runTest(context, own, () => body, areArrays ? (item as unknown[]) : [item]);
    };
    declare(name, options, withTextOf(spreads ? () => {} : body, run));
  };
}

interface Parsed {
  options: object;
  own: { host: boolean; explore: ExploreOptions | null };
  body: ((...args: unknown[]) => Coroutine<unknown>) | undefined;
}

/** @throws TypeError if the body is no coroutine function, or the options exclude each other */
function parse(caller: string, optionsOrBody: unknown, bodyOrTimeout: unknown): Parsed {
  const isFirst = typeof optionsOrBody === "function";
  const body = (isFirst ? optionsOrBody : bodyOrTimeout) as Parsed["body"];
  const given: TestOptions = isFirst
    ? typeof bodyOrTimeout === "number"
      ? { timeout: bodyOrTimeout }
      : {}
    : ((optionsOrBody ?? {}) as TestOptions);
  const { host = false, explore: exploring = false, ...options } = given;
  if (body !== undefined && typeof body !== "function")
    throw new TypeError(`${caller}: a coroutine function was expected, got ${repr(body)}`);
  if (body !== undefined && body.constructor.name.startsWith("Async")) {
    throw new TypeError(`${caller}: a coroutine function was expected, got ${repr(body)}; import test from vitest for async functions`);
  }
  if (host && exploring !== false) {
    throw new TypeError(`${caller}: host or explore was expected, got both; the order of the host's work is no choice of a schedule`);
  }
  return { options, own: { host, explore: exploring === true ? {} : exploring === false ? null : exploring }, body };
}

/** Runs the body of a test with its fixtures and hooks. Returns a promise for a test that awaits the host. */
function runTest(
  context: TestContext,
  { host, explore: exploring }: Parsed["own"],
  bodyWith: (context: Context) => (...args: any[]) => Coroutine<unknown>,
  args: readonly unknown[],
): Promise<void> | void {
  const hooks = takeHooks(context.task);
  const program = () =>
    testProgram(context as unknown as Context, hooks, (own) => checkCoroutine(bodyWith(own)(...args, ...(args.length === 0 ? [own] : []))));
  if (exploring === null) return runChecked(program, host ? new HostVirtualLoop() : new VirtualLoop(), { host });
  explore(program, exploring);
}

function checkCoroutine(coroutine: unknown): Coroutine<unknown> {
  if (isCoroutine(coroutine)) return coroutine;
  throw new TypeError(
    `test: a coroutine function was expected, got a function that returned ${repr(coroutine)}; import test from vitest for others`,
  );
}
