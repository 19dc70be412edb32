// Coroutines that read the platform's own Observable. They run on Node with a polyfill, and in a browser with the real one.
import { firstValue, lastValue, observable, type PlatformObservable, subscribe } from "@asyncio-ts/rxjs";
import { createTask, forEach, getEventLoop, sleep } from "@asyncio-ts/tasks";
import { take } from "rxjs";

/** The constructor of the platform's Observable. */
export type PlatformConstructor = new <T>(start: (subscriber: PlatformSubscriber<T>) => void) => PlatformObservable<T>;

interface PlatformSubscriber<T> {
  readonly active: boolean;
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
  addTeardown(teardown: () => void): void;
}

/** Returns an Observable that counts its starts and teardowns, with functions to emit and complete. */
function countingSource<T>(Observable: PlatformConstructor) {
  const counts = { started: 0, tornDown: 0 };
  let subscriber: PlatformSubscriber<T> | undefined;
  const source = new Observable<T>((given) => {
    subscriber = given;
    counts.started++;
    given.addTeardown(() => counts.tornDown++);
  });
  return { source, counts, next: (value: T) => subscriber!.next(value), end: () => subscriber!.complete() };
}

/** Runs all scenarios on the host loop, and returns the findings of each. */
export async function scenarios(Observable: PlatformConstructor): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};

  await createTask(function* () {
    const { source, counts, next, end } = countingSource<number>(Observable);
    const [first, last] = [firstValue(source), lastValue(source)];
    found["subscribers share one producer"] = counts.started;
    next(1);
    found["the producer stays after the first subscriber"] = counts.tornDown;
    next(2);
    end();
    found["first and last"] = [yield* first, yield* last];
    found["the producer ends with the last subscriber"] = counts.tornDown;
  });

  await createTask(function* () {
    const { source, counts } = countingSource<number>(Observable);
    const [one, other] = [firstValue(source), firstValue(source)];
    one.cancel();
    const after = [counts.tornDown];
    other.cancel();
    found["cancelling the last subscriber tears down at once"] = [...after, counts.tornDown];
    yield* sleep(0);
  });

  await createTask(function* () {
    const { source, counts, next } = countingSource<number>(Observable);
    const reader = subscribe(source, { buffer: 2 });
    for (const n of [1, 2, 3, 4]) next(n);
    const items: unknown[] = [];
    try {
      yield* forEach(reader, function* (item) {
        items.push(item);
      });
    } catch (error) {
      items.push((error as Error).name);
    }
    found["one item too many"] = [...items, counts.tornDown];
  });

  await createTask(function* () {
    let emitted = 0;
    const endless = new Observable<number>((subscriber) => {
      while (subscriber.active && emitted < 1000) subscriber.next(emitted++);
    });
    found["the first item of an endless source, and the number emitted"] = [yield* firstValue(endless), emitted];
    const items: number[] = [];
    const million = new Observable<number>((subscriber) => {
      for (let n = 0; n < 1_000_000; n++) subscriber.next(n);
      subscriber.complete();
    });
    yield* forEach(subscribe(million, { overflow: "dropOldest", buffer: 3 }), function* (n) {
      items.push(n);
    });
    found["the last of a million items"] = items;
  });

  await createTask(function* () {
    const failing = new Observable<number>((subscriber) => {
      subscriber.next(1);
      subscriber.error(new Error("broken"));
    });
    try {
      yield* lastValue(failing);
    } catch (error) {
      found["an error"] = (error as Error).message;
    }
    const empty = new Observable<number>((subscriber) => subscriber.complete());
    try {
      yield* firstValue(empty);
    } catch (error) {
      found["an empty source"] = (error as Error).name;
    }
  });

  await createTask(function* () {
    const target = new EventTarget() as EventTarget & { when(name: string): PlatformObservable<Event> };
    const events = subscribe(target.when("ping"));
    target.dispatchEvent(new Event("ping"));
    const { value } = yield* events.next();
    found["an event"] = (value as Event).type;
    events[Symbol.dispose]();
    target.dispatchEvent(new Event("ping"));
    found["after disposing"] = (yield* events.next()).done;
  });

  found["an Observable of RxJS in the same program"] = await new Promise((resolve) => {
    const numbers: number[] = [];
    const endless = observable<number>(function* (emit) {
      for (let n = 0; ; n++) yield* emit(n);
    });
    endless.pipe(take(3)).subscribe({ next: (n) => numbers.push(n), complete: () => resolve(numbers) });
  });
  getEventLoop().close();
  return found;
}

/** The expected findings. */
export const expected: Record<string, unknown> = {
  "subscribers share one producer": 1,
  "the producer stays after the first subscriber": 0,
  "first and last": [1, 2],
  "the producer ends with the last subscriber": 1,
  "cancelling the last subscriber tears down at once": [0, 1],
  "one item too many": [1, 2, "BufferOverflowError", 1],
  "the first item of an endless source, and the number emitted": [0, 1],
  "the last of a million items": [999_997, 999_998, 999_999],
  "an error": "broken",
  "an empty source": "EmptyError",
  "an event": "ping",
  "after disposing": true,
  "an Observable of RxJS in the same program": [0, 1, 2],
};
