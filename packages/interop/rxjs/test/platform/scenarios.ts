// What coroutines do with the platform's own Observable: run on Node with a polyfill, and in a browser that has it.
import { firstValue, lastValue, observable, type PlatformObservable, subscribe } from "@asyncio-ts/rxjs";
import { createTask, forEach, getEventLoop, sleep } from "@asyncio-ts/tasks";
import { take } from "rxjs";

/** The platform's Observable, as far as it is made here. */
export type PlatformConstructor = new <T>(start: (subscriber: PlatformSubscriber<T>) => void) => PlatformObservable<T>;

interface PlatformSubscriber<T> {
  readonly active: boolean;
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
  addTeardown(teardown: () => void): void;
}

/** A source that counts its producers, and whose subscriber the scenario holds. */
function counted<T>(Observable: PlatformConstructor) {
  const counts = { started: 0, tornDown: 0 };
  let subscriber: PlatformSubscriber<T> | undefined;
  const source = new Observable<T>((given) => {
    subscriber = given;
    counts.started++;
    given.addTeardown(() => counts.tornDown++);
  });
  return { source, counts, next: (value: T) => subscriber!.next(value), end: () => subscriber!.complete() };
}

/** Runs all of them on the loop that rides on the host's own, and gives what each found. */
export async function scenarios(Observable: PlatformConstructor): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};

  await createTask(function* () {
    const { source, counts, next, end } = counted<number>(Observable);
    const [first, last] = [firstValue(source), lastValue(source)];
    found["subscribers share one producer"] = counts.started;
    next(1);
    found["the first one has gone, and the producer stays"] = counts.tornDown;
    next(2);
    end();
    found["first and last"] = [yield* first, yield* last];
    found["the producer went with the last"] = counts.tornDown;
  });

  await createTask(function* () {
    const { source, counts } = counted<number>(Observable);
    const [one, other] = [firstValue(source), firstValue(source)];
    one.cancel();
    const after = [counts.tornDown];
    other.cancel();
    found["cancelling tears down, at once, with the last"] = [...after, counts.tornDown];
    yield* sleep(0);
  });

  await createTask(function* () {
    const { source, counts, next } = counted<number>(Observable);
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
    let given = 0;
    const endless = new Observable<number>((subscriber) => {
      while (subscriber.active && given < 1000) subscriber.next(given++);
    });
    found["the first of an endless source, and how many it gave"] = [yield* firstValue(endless), given];
    const items: number[] = [];
    const million = new Observable<number>((subscriber) => {
      for (let n = 0; n < 1_000_000; n++) subscriber.next(n);
      subscriber.complete();
    });
    yield* forEach(subscribe(million, { overflow: "dropOldest", buffer: 3 }), function* (n) {
      items.push(n);
    });
    found["the end of a million"] = items;
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
      found["nothing at all"] = (error as Error).name;
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

  found["RxJS beside it"] = await new Promise((resolve) => {
    const numbers: number[] = [];
    const endless = observable<number>(function* (emit) {
      for (let n = 0; ; n++) yield* emit(n);
    });
    endless.pipe(take(3)).subscribe({ next: (n) => numbers.push(n), complete: () => resolve(numbers) });
  });
  getEventLoop().close();
  return found;
}

/** What they are to find. */
export const expected: Record<string, unknown> = {
  "subscribers share one producer": 1,
  "the first one has gone, and the producer stays": 0,
  "first and last": [1, 2],
  "the producer went with the last": 1,
  "cancelling tears down, at once, with the last": [0, 1],
  "one item too many": [1, 2, "BufferOverflowError", 1],
  "the first of an endless source, and how many it gave": [0, 1],
  "the end of a million": [999_997, 999_998, 999_999],
  "an error": "broken",
  "nothing at all": "EmptyError",
  "an event": "ping",
  "after disposing": true,
  "RxJS beside it": [0, 1, 2],
};
