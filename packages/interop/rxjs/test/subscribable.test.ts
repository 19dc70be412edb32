import { firstValue, lastValue, subscribe } from "@asyncio-ts/rxjs";
import { CancelledError, forEach } from "@asyncio-ts/tasks";
import type { Observer, Unsubscribable } from "rxjs";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** An Observable of no library. Tests emit through its observers, even after an unsubscription. */
class ForeignObservable<T> {
  readonly observers: Partial<Observer<T>>[] = [];
  unsubscribed = 0;

  subscribe(observer: Partial<Observer<T>>): Unsubscribable {
    this.observers.push(observer);
    return { unsubscribe: () => this.unsubscribed++ };
  }
}

describe("an object with subscribe()", () => {
  test("is read to its end and unsubscribed once", function* () {
    const foreign = new ForeignObservable<number>();
    const last = lastValue(foreign);
    const [observer] = foreign.observers;
    observer!.next!(1);
    observer!.next!(2);
    observer!.complete!();
    observer!.next!(3);
    observer!.error!(new Error("after the end"));
    expect(yield* last).toBe(2);
    expect(foreign.unsubscribed).toBe(1);
  });

  test("is unsubscribed at the first item, and at a cancellation", function* () {
    const foreign = new ForeignObservable<number>();
    const first = firstValue(foreign);
    foreign.observers[0]!.next!(1);
    expect(foreign.unsubscribed).toBe(1);
    expect(yield* first).toBe(1);
    const cancelled = firstValue(foreign);
    cancelled.cancel();
    expect(foreign.unsubscribed).toBe(2);
    expect(yield* thrown(cancelled)).toBeInstanceOf(CancelledError);
  });

  test("may emit an item before subscribe() returns", function* () {
    let unsubscribed = 0;
    const eager = {
      subscribe(observer: Partial<Observer<string>>) {
        observer.next!("at once");
        return { unsubscribe: () => unsubscribed++ };
      },
    };
    expect(yield* firstValue(eager)).toBe("at once");
    expect(unsubscribed).toBe(1);
  });

  test("may return a teardown function, or nothing", function* () {
    let unsubscribed = 0;
    const withFunction = { subscribe: () => () => void unsubscribed++ };
    firstValue(withFunction).cancel();
    expect(unsubscribed).toBe(1);
    const withNothing = { subscribe: (observer?: Partial<Observer<string>>) => observer!.next!("hello") };
    expect(yield* firstValue(withNothing)).toBe("hello");
  });

  test("receives an AbortSignal that aborts at the unsubscription", function* () {
    let signal: AbortSignal | undefined;
    const source = {
      subscribe(observer?: Partial<Observer<number>>, options?: { signal?: AbortSignal }): void {
        signal = options!.signal;
        for (let n = 0; n < 10; n++) if (!signal!.aborted) observer!.next!(n);
      },
    };
    const items: number[] = [];
    yield* forEach(subscribe(source), function* (item) {
      items.push(item);
      return item === 3 ? forEach.stop : undefined;
    });
    expect(items).toEqual([0, 1, 2, 3]);
    expect(signal!.aborted).toBe(true);
    expect(yield* firstValue(source)).toBe(0);
    expect(signal!.aborted).toBe(true);
  });

  test("fails the future or the first read if subscribe() throws", function* () {
    const error = new Error("no subscription");
    const broken = {
      subscribe(): never {
        throw error;
      },
    };
    expect((yield* thrown(firstValue(broken))) === error).toBe(true);
    expect((yield* thrown(subscribe(broken).next())) === error).toBe(true);
  });
});
