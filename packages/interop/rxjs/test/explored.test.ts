import { firstValue, lastValue, subscribe } from "@asyncio-ts/rxjs";
import { type Coroutine, createTask, sleep, type Task } from "@asyncio-ts/tasks";
import { explore } from "@asyncio-ts/testing";
import { check, type Cut, cutsOf, LONG, makeCut } from "@asyncio-ts/test-helpers/cut";
import { Subject } from "rxjs";
import { expect, test } from "vitest";
import { countSubscriptions } from "./count-subscriptions.ts";

/** The first reader or the second one is cancelled. */
const cuts = cutsOf([0, 1], 5);

/** Runs two readers and a late emitter of three items, cancels a reader, and returns the readers when nothing moves any more. */
function* settle(subject: Subject<number>, cut: Cut | null, read: () => Coroutine<void>): Coroutine<Task<void>[]> {
  const readers = [createTask(read()), createTask(read())];
  createTask(function* () {
    yield* sleep(1);
    for (const item of [1, 2, 3]) {
      subject.next(item);
      yield* sleep(0);
    }
    subject.complete();
  });
  makeCut(cut, (victim) => readers[victim]);
  yield* sleep(LONG);
  check(
    readers.every((reader) => reader.done()),
    "every reader ends",
  );
  for (const [i, reader] of readers.entries()) {
    if (reader.cancelled()) check(cut?.victim === i, "only the victim is cancelled");
    else reader.result();
  }
  return readers;
}

const exercises: Record<string, (cut: Cut | null) => Coroutine<void>> = {
  *firstValue(cut) {
    const subject = new Subject<number>();
    const counted = countSubscriptions(subject);
    yield* settle(subject, cut, function* () {
      const first = yield* firstValue(counted.source, { default: 0 });
      const next = yield* firstValue(counted.source, { default: 0 });
      check(next === 0 || next > first, "a later first value is a later item");
    });
    check(counted.opened === counted.closed, "no subscription is left");
  },

  *lastValue(cut) {
    const subject = new Subject<number>();
    const counted = countSubscriptions(subject);
    yield* settle(subject, cut, function* () {
      check([0, 3].includes(yield* lastValue(counted.source, { default: 0 })), "the last value is the last item");
      check((yield* lastValue(counted.source, { default: 0 })) === 0, "a completed Observable has no further value");
    });
    check(counted.opened === counted.closed, "no subscription is left");
  },

  *subscribe(cut) {
    const subject = new Subject<number>();
    const counted = countSubscriptions(subject);
    yield* settle(subject, cut, function* () {
      const items: number[] = [];
      using source = subscribe(counted.source);
      for (;;) {
        const { done, value } = yield* source.next();
        if (done) break;
        items.push(value);
        yield* sleep(0);
      }
      check([1, 2, 3].join().endsWith(items.join()), "a source has every item since its subscription, in order");
    });
    check(counted.opened === counted.closed, "no subscription is left");
  },
};

test.each(Object.entries(exercises))("%s keeps its promises under all schedules with up to three deviations", (_name, exercise) => {
  for (const cut of cuts) {
    expect(explore(() => exercise(cut), { strategy: "exhaustive", deviations: 3, runs: 100_000 }).complete).toBe(true);
  }
});
