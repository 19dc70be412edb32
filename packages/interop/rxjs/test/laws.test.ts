// What holds between the two worlds, whatever is emitted, whenever it is stopped. `SEED=… pnpm test laws` replays.
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
import * as fc from "fast-check";
import { firstValueFrom, from, type Observable, type Subscription } from "rxjs";
import { afterEach, describe, expect, test } from "vitest";
import { checked } from "@asyncio-ts/test-helpers/property";
import { timed } from "./marbles.ts";
import { virtually } from "@asyncio-ts/test-helpers/virtually";
import { watched } from "./watched.ts";

const unheard: string[] = [];
afterEach(() => {
  if (unheard.length > 0) throw new Error(`unheard: ${unheard.splice(0).join("; ")}`);
});

/** What a producer does, step by step. */
type Step = { kind: "emit"; value: unknown } | { kind: "sleep"; ms: number };

/** How it ends. */
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

/** A producer, and a record of what becomes of its runs. */
function produce(steps: Step[], end: End) {
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

function emitted(steps: Step[]): unknown[] {
  return steps.flatMap((step) => (step.kind === "emit" ? [step.value] : []));
}

/** Reads a source to its end, `pause` milliseconds an item; what it gives and how it ends. */
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

describe("observable, then subscribe", () => {
  test("gives back the same values, errors and completion", () => {
    checked(
      fc.property(steps, end, fc.nat(5), (steps, end, pause) => {
        const { source, runs } = produce(steps, end);
        const items: unknown[] = [];
        const ended = virtually(() => read(source, items, pause));
        expect(ended).toEqual(end);
        expect(same(items, emitted(steps))).toBe(true);
        expect(runs).toEqual({ begun: 1, ended: 1 });
      }),
    );
  });

  test("cancelled at any point: what was read is a beginning, everything is let go, and nothing comes after", () => {
    checked(
      fc.property(steps, end, fc.nat(5), fc.nat(60), fc.boolean(), (steps, end, pause, passes, byTime) => {
        const { source, runs } = produce(steps, end);
        const record = watched(source);
        const items: unknown[] = [];
        virtually(function* () {
          const task = createTask(read(record.source, items, pause));
          for (let n = 0; n < passes; n++) yield* sleep(byTime ? 1 : 0);
          task.cancel();
          yield* finished(task);
          expect(record.closed).toBe(record.opened);
          const count = items.length;
          yield* sleep(200);
          expect(items).toHaveLength(count);
          expect(allTasks().size).toBe(1);
        }, hearLate);
        expect(runs.ended).toBe(runs.begun);
        expect(same(items, emitted(steps).slice(0, items.length))).toBe(true);
      }),
    );
  });
});

test("unsubscribed at any point: nothing is emitted any more, and the coroutine's clean-up has run", () => {
  checked(
    fc.property(steps, end, fc.nat(60), fc.boolean(), fc.boolean(), (steps, end, passes, byTime, fromWithin) => {
      const { source, runs } = produce(steps, end);
      const items: unknown[] = [];
      let unsubscribed = false;
      let late = 0;
      const tooLate = () => {
        if (unsubscribed) late++;
      };
      virtually(function* () {
        const subscription: Subscription = source.subscribe({
          next(item) {
            tooLate();
            items.push(item);
            if (fromWithin && items.length === passes) stop();
          },
          error: tooLate,
          complete: tooLate,
        });
        for (let n = 0; n < passes; n++) yield* sleep(byTime ? 1 : 0);
        if (!fromWithin) stop();
        yield* sleep(200);
        expect(allTasks().size).toBe(1);

        function stop(): void {
          unsubscribed = true;
          subscription.unsubscribe();
        }
      }, hearLate);
      expect(late).toBe(0);
      expect(runs.ended).toBe(runs.begun);
      expect(same(items, emitted(steps).slice(0, items.length))).toBe(true);
    }),
  );
});

test("subscribe, then observable: an Observable that is read and emitted again is the same", () => {
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
      });
    }),
  );
});

test("firstValue and lastValue give what RxJS's namesakes give, of whatever source", () => {
  checked(
    fc.property(steps, end, (steps, end) => {
      const { source, runs } = produce(steps, end);
      const values = emitted(steps);
      virtually(function* () {
        const [first, last] = [firstValue(source, { default: "none" }), lastValue(source, { default: "none" })];
        const ended = [yield* outcome(first), yield* outcome(last)];
        const failed = end.kind === "throw";
        const expected = [
          values.length > 0 ? values[0] : failed ? end.error : "none",
          failed ? end.error : values.length > 0 ? values.at(-1) : "none",
        ];
        expect(same(ended, expected)).toBe(true);
        yield* sleep(0);
        yield* sleep(0);
        expect(runs).toEqual({ begun: 2, ended: 2 });
      });
    }),
  );
});

test("a task for each item, one after the other, is forEach", () => {
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
      });
    }),
  );
});

test("several readers of one subscription share its items out, and lose none, whoever is cancelled", () => {
  checked(
    fc.property(steps, fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }), (steps, cancels) => {
      const { source } = produce(steps, { kind: "return" });
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
      });
      const values = emitted(steps);
      expect(items).toHaveLength(values.length);
      expect(values.every((value) => items.some((item) => Object.is(item, value)))).toBe(true);
    }),
  );
});

test("a coroutine of one value is the same through both bridges", () => {
  checked(
    fc.property(fc.anything(), fc.nat(10), (value, ms) => {
      virtually(function* () {
        const source = toObservable(() => sleep(ms, value));
        expect(Object.is(yield* firstValue(source), value)).toBe(true);
        expect(Object.is(yield* lastValue(source), value)).toBe(true);
        const items: unknown[] = [];
        yield* read(source, items);
        expect(same(items, [value])).toBe(true);
      });
    }),
  );
});

test("the host's loop gives the same", async () => {
  const { source } = produce(
    [
      { kind: "emit", value: 1 },
      { kind: "sleep", ms: 0 },
    ],
    { kind: "return" },
  );
  expect(await firstValueFrom(source)).toBe(1);
});

/** A coroutine that fails as its subscriber goes is reported. Here many do. */
function hearLate(loop: EventLoop): void {
  loop.setExceptionHandler((_, { message }) => {
    if (!message.endsWith("after its subscription ended")) unheard.push(message);
  });
}

/** Identity, item for item: what is emitted may be any object, also one that can't be compared. */
function same(items: unknown[], expected: unknown[]): boolean {
  return items.length === expected.length && items.every((item, n) => Object.is(item, expected[n]));
}

function* outcome(value: Awaitable<unknown>): Coroutine<unknown> {
  try {
    return yield* value;
  } catch (error) {
    return error;
  }
}

/** Waits until a task is done, whatever it ends with. */
function* finished(task: Awaitable<unknown>): Coroutine<void> {
  yield* outcome(task);
}
