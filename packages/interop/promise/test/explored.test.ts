import { events, fromEvent } from "@asyncio-ts/promise";
import { type Coroutine, createTask, sleep } from "@asyncio-ts/tasks";
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
