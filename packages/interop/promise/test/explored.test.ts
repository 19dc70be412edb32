import { events, fromEvent, fromPromise, toAsyncIterable } from "@asyncio-ts/promise";
import { allTasks, type Coroutine, createTask, sleep } from "@asyncio-ts/tasks";
import { explore } from "@asyncio-ts/testing";
import { check, type Cut, cutsOf, LONG, makeCut } from "@asyncio-ts/test-helpers/cut";
import { expect, test } from "vitest";

/** The first reader or the second one is cancelled. */
const cuts = cutsOf([0, 1], 5);

/** An EventTarget that knows how many listeners it has. */
class CountingTarget extends EventTarget {
  listeners = 0;

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners++;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners--;
    super.removeEventListener(...args);
  }
}

/** Runs two readers and a late source of events, cancels a reader, and checks that nothing is left. */
function* exercise(cut: Cut | null, read: (target: EventTarget) => Coroutine<void>): Coroutine<void> {
  const target = new CountingTarget();
  const readers = [createTask(read(target)), createTask(read(target))];
  createTask(function* () {
    yield* sleep(1);
    // More than two readers wait for, with pauses in which they go on.
    for (let i = 0; i < 8; i++) {
      target.dispatchEvent(new Event("tick"));
      yield* sleep(i < 4 ? 0 : LONG);
    }
  });
  makeCut(cut, (victim) => readers[victim]);
  yield* sleep(8 * LONG);
  for (const [i, reader] of readers.entries()) {
    check(reader.done(), "every reader ends");
    if (reader.cancelled()) check(cut?.victim === i, "only the victim is cancelled");
    else reader.result();
  }
  check(target.listeners === 0, "no listener is left");
}

const readers: Record<string, (target: EventTarget) => Coroutine<void>> = {
  *events(target) {
    using source = events(target, "tick");
    for (let i = 0; i < 2; i++) {
      const { done, value } = yield* source.next();
      check(done !== true && value instanceof Event, "events() gives the events");
      yield* sleep(0);
    }
  },

  *fromEvent(target) {
    for (let i = 0; i < 2; i++) {
      check((yield* fromEvent(target, "tick")) instanceof Event, "fromEvent() gives the event");
      yield* sleep(0);
    }
  },
};

test.each(Object.entries(readers))("%s keeps its promises under all schedules with up to three deviations", (_name, read) => {
  for (const cut of cuts) {
    expect(explore(() => exercise(cut, read), { strategy: "exhaustive", deviations: 3, runs: 100_000 }).complete).toBe(true);
  }
});

const ITEMS = 6;

/**
 * Runs a producer with two consumers, one of them late, that call `next()` twice without awaiting the promises, which settle only
 * after the schedule. Closes the iterator after some passes, or when nothing moves any more.
 *
 * @param results receives the promises of `next()`, in the order of the calls
 */
function* exerciseProducer(closeAfter: number | null, results: Promise<IteratorResult<number, undefined>>[]): Coroutine<void> {
  const log: string[] = [];
  const iterator = toAsyncIterable<number>(function* (emit) {
    try {
      for (let item = 1; item <= ITEMS; item++) {
        yield* sleep(0);
        log.push(`emits ${item}`);
        yield* emit(item);
      }
    } finally {
      yield* sleep(0);
      log.push("cleaned up");
    }
  })[Symbol.asyncIterator]();
  function* consume(ms: number): Coroutine<void> {
    yield* sleep(ms);
    for (let i = 0; i < 2; i++) {
      results.push(iterator.next());
      yield* sleep(0);
    }
  }
  createTask(consume(0));
  createTask(consume(1));
  if (closeAfter !== null) {
    createTask(function* () {
      for (let i = 0; i < closeAfter; i++) yield* sleep(0);
      void iterator.return!();
    });
  }
  yield* sleep(LONG);
  void iterator.return!();
  yield* sleep(LONG);
  check(allTasks().size === 1, "no task is left");
  const begun = log.length > 0;
  check(!begun || log.at(-1) === "cleaned up", "the producer cleans up, and emits nothing afterwards");
  check(log.filter((entry) => entry === "cleaned up").length <= 1, "the producer runs once");
  check(results.length === 4 && log.length <= 4 + 1, "the producer runs only while an item is wanted");
}

test("toAsyncIterable() keeps its promises under all schedules with up to three deviations", async () => {
  for (const closeAfter of [null, 0, 1, 2, 3, 4, 5]) {
    const runs: Promise<IteratorResult<number, undefined>>[][] = [];
    const program = () => exerciseProducer(closeAfter, (runs[runs.length] = []));
    expect(explore(program, { strategy: "exhaustive", deviations: 3, runs: 100_000 }).complete).toBe(true);
    for (const run of runs) {
      const results = await Promise.all(run);
      const values = results.map(({ value }) => value).filter((value) => value !== undefined);
      // The calls get the items in order. After the end of the iterator they get none.
      expect(results).toEqual(
        results.map((_, i) => (i < values.length ? { done: false, value: i + 1 } : { done: true, value: undefined })),
      );
      expect(values.length === 4 || closeAfter !== null).toBe(true);
    }
  }
});

test("explore() refuses a program that awaits next() of toAsyncIterable(), because its promise settles after the schedule", () => {
  const program = function* (): Coroutine<void> {
    const iterator = toAsyncIterable([1])[Symbol.asyncIterator]();
    yield* fromPromise(iterator.next());
  };
  expect(() => explore(program)).toThrow("explore: the program awaits the host (a Promise), so it cannot be explored");
});
