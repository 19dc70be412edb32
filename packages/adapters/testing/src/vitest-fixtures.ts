import { repr } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, isCoroutineFunction } from "@asyncio-ts/tasks";
import type { TestContext } from "vitest";
import { withTextOf } from "./function-text.ts";

/** The context of a test or a hook, by name. */
export type Context = Record<string, unknown>;

/** A fixture as a function: it passes its value to `use`, which returns when the test is over. Plain, async, or a coroutine function. */
export type FixtureFunction<T, C> = (
  context: C,
  use: (value: T) => Coroutine<void> & Promise<void>,
) => Coroutine<void> | Promise<void> | void;

/** Fixtures for `test.extend`: values, functions, or either with the options of vitest. */
export type CoroutineFixtures<F, C> = {
  [K in keyof F]:
    | F[K]
    | FixtureFunction<F[K], C & F>
    | [F[K] | FixtureFunction<F[K], C & F>, { auto?: boolean; injected?: boolean; scope?: "test" | "file" | "worker" }];
};

/** Returns the number of the present run of a test: a retry or a repetition begins anew. */
export function attemptOf(context: { readonly task?: unknown }): string {
  const { result } = context.task as TestContext["task"];
  return `${result?.repeatCount} ${result?.retryCount}`;
}

let made = 0;

/** A coroutine fixture in the context of a test, until the test's own loop runs it. */
export class CoroutineFixture {
  /** The order of creation. Vitest creates the fixtures that another one uses before it. */
  readonly number: number = made++;
  readonly name: string;
  /** Runs the fixture: passes its value to `use`. */
  readonly run: (context: Context, use: (value: unknown) => Coroutine<void>) => Coroutine<unknown>;
  /** The fixtures that were there when this one was created. */
  readonly context: Context;
  readonly #attempt: string;

  constructor(name: string, run: CoroutineFixture["run"], context: Context) {
    this.name = name;
    this.run = run;
    this.context = { ...context };
    this.#attempt = attemptOf(context);
  }

  /** Whether a context of a test belongs to the attempt of this fixture. Vitest leaves the fixtures of earlier attempts in it. */
  isOf(context: Context): boolean {
    return attemptOf(context) === this.#attempt;
  }
}

/** Returns fixtures with a placeholder for each coroutine function, which vitest creates and the loop of the test runs. */
export function withPlaceholders(fixtures: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fixtures).map(([name, fixture]) => [name, placeholder(name, fixture)]));
}

function placeholder(name: string, fixture: unknown): unknown {
  if (Array.isArray(fixture) && isCoroutineFunction(fixture[0])) {
    const scope: unknown = fixture[1]?.scope ?? "test";
    if (scope !== "test") {
      throw new TypeError(
        `test.extend: a coroutine fixture lives as long as a loop, so the scope "test" was expected for ${name}, got ${repr(scope)}`,
      );
    }
    return [placeholder(name, fixture[0]), ...fixture.slice(1)];
  }
  if (!isCoroutineFunction(fixture)) return fixture;
  const run = fixture as CoroutineFixture["run"];
  return withTextOf(run, (context: Context, use: (value: unknown) => Promise<void>) => use(new CoroutineFixture(name, run, context)));
}

/** Returns the placeholder of a fixture in the builder form, which returns its value and registers its clean-up. */
export function builderPlaceholder(name: string, fixture: unknown): unknown {
  if (!isCoroutineFunction(fixture)) return fixture;
  const build = fixture as (context: Context, tools: { onCleanup(fn: () => unknown): void }) => Coroutine<unknown>;
  function* run(context: Context, use: (value: unknown) => Coroutine<void>): Coroutine<void> {
    const cleanups: (() => unknown)[] = [];
    const value = yield* build(context, { onCleanup: (fn) => cleanups.unshift(fn) });
    try {
      yield* use(value);
    } finally {
      for (const cleanup of cleanups) yield* awaitResult(cleanup());
    }
  }
  return withTextOf(build, (context: Context) => new CoroutineFixture(name, run, context));
}

/** Runs the coroutine fixtures of a context around a body, each with its clean-up. The body gets a context with their values. */
export function* useFixtures(context: Context, body: (context: Context) => Coroutine<void>): Coroutine<void> {
  const fixtures = new Set<CoroutineFixture>();
  collect(context, fixtures);
  const values = new Map<unknown, unknown>();
  const valuesOf = (names: Context): Context => {
    const own = Object.create(Object.getPrototypeOf(names), Object.getOwnPropertyDescriptors(names)) as Context;
    for (const [name, value] of Object.entries(names)) if (values.has(value)) own[name] = values.get(value);
    return own;
  };
  function* nest([fixture, ...rest]: CoroutineFixture[]): Coroutine<void> {
    if (fixture === undefined) {
      yield* body(valuesOf(context));
      return;
    }
    let used = false;
    yield* awaitResult(
      fixture.run(valuesOf(fixture.context), function* (value) {
        used = true;
        values.set(fixture, value);
        yield* nest(rest);
      }),
    );
    if (!used) throw new Error(`test.extend: the fixture ${fixture.name} returned without a call of \`yield* use(value)\``);
  }
  yield* nest([...fixtures].sort((a, b) => a.number - b.number));
}

/** Adds the coroutine fixtures of a context, and the fixtures that they use. */
function collect(context: Context, fixtures: Set<CoroutineFixture>): void {
  for (const value of Object.values(context)) {
    if (!(value instanceof CoroutineFixture) || fixtures.has(value) || !value.isOf(context)) continue;
    fixtures.add(value);
    collect(value.context, fixtures);
  }
}

/** Awaits the result of a coroutine function. Returns the result of a plain function. */
export function* awaitResult(result: unknown): Coroutine<unknown> {
  return typeof result === "object" && result !== null && Symbol.iterator in result && "next" in result
    ? yield* result as Coroutine<unknown>
    : result;
}
