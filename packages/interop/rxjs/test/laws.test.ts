// Properties of the bridge, checked on random producers that are stopped at random points. A failure prints its seed, and
// `SEED=… pnpm test laws` replays it.
import { concatMapTask, firstValue, lastValue, loopScheduler, observable, subscribe, toObservable } from "@asyncio-ts/rxjs";
import {
  allTasks,
  type Awaitable,
  CancelledError,
  type Coroutine,
  type EventLoop,
  createTask,
  forEach,
  getRunningLoop,
  iterate,
  sleep,
  taskGroup,
} from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";
import * as fc from "fast-check";
import { firstValueFrom, from, type Observable, type Subscription } from "rxjs";
import { afterEach, describe, expect, test } from "vitest";
import { checked } from "@asyncio-ts/test-helpers/property";
import { timed } from "./marbles.ts";
import { countSubscriptions } from "./count-subscriptions.ts";

const unexpectedReports: string[] = [];
afterEach(() => {
  if (unexpectedReports.length > 0) throw new Error(`unexpected reports: ${unexpectedReports.splice(0).join("; ")}`);
});

/** A step of a producer. */
type Step = { kind: "emit"; value: unknown } | { kind: "sleep"; ms: number };

/** The end of a producer. */
type End = { kind: "return" } | { kind: "throw"; error: unknown };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("emit" as const), value: fc.anything() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("sleep" as const), ms: fc.nat(10) }) },
);
const steps = fc.array(step, { maxLength: 20 });
const end: fc.Arbitrary<End> = fc.oneof(
  fc.constant<End>({ kind: "return" }),
  fc.record({
    kind: fc.constant("throw" as const),
    error: fc.oneof(fc.constant(new Error("broken")), fc.constantFrom("text", null, undefined)),
  }),
);

/** Returns an Observable that takes the steps, and counts of its runs. */
function producerOf(steps: Step[], end: End) {
  const runs = { begun: 0, ended: 0 };
  const source = observable<unknown>(function* (emit) {
    runs.begun++;
    try {
      for (const step of steps) {
        if (step.kind === "emit") yield* emit(step.value);
        else yield* sleep(step.ms);
      }
      if (end.kind === "throw") throw end.error;
    } finally {
      runs.ended++;
    }
  });
  return { source, runs };
}

/** The values that the steps emit. */
function valuesOf(steps: Step[]): unknown[] {
  return steps.flatMap((step) => (step.kind === "emit" ? [step.value] : []));
}

/** Reads a source to its end, with a pause of `pause` milliseconds after each item. Adds the items to `items`, and returns the end. */
function* read(source: Observable<unknown>, items: unknown[], pause = 0): Coroutine<End> {
  try {
    yield* forEach(subscribe(source), function* (item) {
      items.push(item);
      if (pause > 0) yield* sleep(pause);
    });
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return { kind: "throw", error };
  }
  return { kind: "return" };
}

describe("subscribe() of an observable()", () => {
  test("delivers the same values and the same end", () => {
    checked(
      fc.property(steps, end, fc.nat(5), (steps, end, pause) => {
        const { source, runs } = producerOf(steps, end);
        const items: unknown[] = [];
        const ended = virtually(() => read(source, items, pause))();
        expect(ended).toEqual(end);
        expect(same(items, valuesOf(steps))).toBe(true);
        expect(runs).toEqual({ begun: 1, ended: 1 });
      }),
    );
  });

  test("delivers the first values, unsubscribes and cleans up when the reader is cancelled at any point", () => {
    checked(
      fc.property(steps, end, fc.nat(5), fc.nat(60), fc.boolean(), (steps, end, pause, passes, byTime) => {
        const { source, runs } = producerOf(steps, end);
        const record = countSubscriptions(source);
        const items: unknown[] = [];
        virtually(function* () {
          ignoreLateErrors(getRunningLoop());
          const task = createTask(read(record.source, items, pause));
          for (let n = 0; n < passes; n++) yield* sleep(byTime ? 1 : 0);
          task.cancel();
          yield* finished(task);
          expect(record.closed).toBe(record.opened);
          const count = items.length;
          yield* sleep(200);
          expect(items).toHaveLength(count);
          expect(allTasks().size).toBe(1);
        })();
        expect(runs.ended).toBe(runs.begun);
        expect(same(items, valuesOf(steps).slice(0, items.length))).toBe(true);
      }),
    );
  });
});

test("observable() emits nothing and cleans up after an unsubscription at any point", () => {
  checked(
    fc.property(steps, end, fc.nat(60), fc.boolean(), fc.boolean(), (steps, end, passes, byTime, fromWithin) => {
      const { source, runs } = producerOf(steps, end);
      const items: unknown[] = [];
      let unsubscribed = false;
      let late = 0;
      const countLate = () => {
        if (unsubscribed) late++;
      };
      virtually(function* () {
        ignoreLateErrors(getRunningLoop());
        const subscription: Subscription = source.subscribe({
          next(item) {
            countLate();
            items.push(item);
            if (fromWithin && items.length === passes) stop();
          },
          error: countLate,
          complete: countLate,
        });
        for (let n = 0; n < passes; n++) yield* sleep(byTime ? 1 : 0);
        if (!fromWithin) stop();
        yield* sleep(200);
        expect(allTasks().size).toBe(1);

        function stop(): void {
          unsubscribed = true;
          subscription.unsubscribe();
        }
      })();
      expect(late).toBe(0);
      expect(runs.ended).toBe(runs.begun);
      expect(same(items, valuesOf(steps).slice(0, items.length))).toBe(true);
    }),
  );
});

test("observable() over subscribe() has the values and the end of the original Observable", () => {
  const messages = fc.array(fc.tuple(fc.nat(10), fc.integer()), { maxLength: 20 });
  checked(
    fc.property(messages, end, (messages, end) => {
      let frame = 0;
      const list: Parameters<typeof timed>[0][number][] = messages.map(([gap, value]) => ({
        frame: (frame += gap),
        notification: { kind: "N", value },
      }));
      list.push({ frame: frame + 1, notification: end.kind === "throw" ? { kind: "E", error: end.error } : { kind: "C" } });
      virtually(function* () {
        const source = timed(list, loopScheduler(getRunningLoop()));
        const again = observable<unknown>(function* (emit) {
          yield* forEach(subscribe(source), (item) => emit(item));
        });
        const [direct, through]: unknown[][] = [[], []];
        const ends = [yield* read(source, direct!), yield* read(again, through!)];
        expect(ends).toEqual([end, end]);
        expect(through).toEqual(direct);
        expect(direct).toEqual(messages.map(([, value]) => value));
      })();
    }),
  );
});

test("firstValue() and lastValue() return the first and last value, the error or the default of any source", () => {
  checked(
    fc.property(steps, end, (steps, end) => {
      const { source, runs } = producerOf(steps, end);
      const values = valuesOf(steps);
      virtually(function* () {
        const [first, last] = [firstValue(source, { default: "none" }), lastValue(source, { default: "none" })];
        const ended = [yield* resultOrError(first), yield* resultOrError(last)];
        const failed = end.kind === "throw";
        const expected = [
          values.length > 0 ? values[0] : failed ? end.error : "none",
          failed ? end.error : values.length > 0 ? values.at(-1) : "none",
        ];
        expect(same(ended, expected)).toBe(true);
        yield* sleep(0);
        yield* sleep(0);
        expect(runs).toEqual({ begun: 2, ended: 2 });
      })();
    }),
  );
});

test("concatMapTask() gives the results and times of forEach() over subscribe()", () => {
  checked(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.nat(10))), (items) => {
      virtually(function* () {
        function* work([value, ms]: [number, number]): Coroutine<[number, number]> {
          yield* sleep(ms);
          return [value * 2, getRunningLoop().time() - start];
        }
        let start = getRunningLoop().time();
        const looped: unknown[] = [];
        yield* forEach(subscribe(from(items)), function* (item) {
          looped.push(yield* work(item));
        });
        start = getRunningLoop().time();
        const piped: unknown[] = [];
        yield* read(from(items).pipe(concatMapTask(work)), piped);
        expect(piped).toEqual(looped);
      })();
    }),
  );
});

test("several readers of one subscription lose no item when any of them are cancelled", () => {
  checked(
    fc.property(steps, fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }), (steps, cancels) => {
      const { source } = producerOf(steps, { kind: "return" });
      const items: unknown[] = [];
      virtually(function* () {
        const reader = subscribe(source);
        yield* taskGroup(function* (group) {
          for (const after of cancels) {
            const worker = group.createTask(work);
            createTask(function* () {
              yield* sleep(after);
              worker.cancel();
            });
          }
          group.createTask(function* () {
            yield* sleep(100);
            yield* work();
          });
        });

        function* work(): Coroutine<void> {
          const it = iterate({ next: () => reader.next() });
          while (yield* it.next()) {
            items.push(it.value);
            yield* sleep(1);
          }
        }
      })();
      const values = valuesOf(steps);
      expect(items).toHaveLength(values.length);
      expect(values.every((value) => items.some((item) => Object.is(item, value)))).toBe(true);
    }),
  );
});

test("toObservable() read back returns the value of its coroutine", () => {
  checked(
    fc.property(fc.anything(), fc.nat(10), (value, ms) => {
      virtually(function* () {
        const source = toObservable(() => sleep(ms, value));
        expect(Object.is(yield* firstValue(source), value)).toBe(true);
        expect(Object.is(yield* lastValue(source), value)).toBe(true);
        const items: unknown[] = [];
        yield* read(source, items);
        expect(same(items, [value])).toBe(true);
      })();
    }),
  );
});

test("observable() works on the host loop", async () => {
  const { source } = producerOf(
    [
      { kind: "emit", value: 1 },
      { kind: "sleep", ms: 0 },
    ],
    { kind: "return" },
  );
  expect(await firstValueFrom(source)).toBe(1);
});

/** Ignores reports of errors after an unsubscription, which are common here, and collects all others. */
function ignoreLateErrors(loop: EventLoop): void {
  loop.setExceptionHandler((_, { message }) => {
    if (!message.endsWith("after its subscription ended")) unexpectedReports.push(message);
  });
}

/** Compares by identity, because the values may be objects that cannot be compared deeply. */
function same(items: unknown[], expected: unknown[]): boolean {
  return items.length === expected.length && items.every((item, n) => Object.is(item, expected[n]));
}

/** Returns the result, or the error. */
function* resultOrError(value: Awaitable<unknown>): Coroutine<unknown> {
  try {
    return yield* value;
  } catch (error) {
    return error;
  }
}

/** Waits until a task is done, and ignores its result or error. */
function* finished(task: Awaitable<unknown>): Coroutine<void> {
  yield* resultOrError(task);
}
