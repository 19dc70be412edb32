import { firstValue, lastValue, type PlatformObservable, subscribe } from "@asyncio-ts/rxjs";
import type { Future, Source } from "@asyncio-ts/tasks";
import { BehaviorSubject, EMPTY, of, type Observable, type Subject, type Subscribable } from "rxjs";
import { expectTypeOf, test } from "vitest";

declare const observable: Observable<number>;
declare const subject: Subject<string>;
declare const subscribable: Subscribable<Date>;
declare const platforms: PlatformObservable<boolean>;

test("the item's type is found in whatever can be subscribed to", () => {
  expectTypeOf(firstValue(observable)).toEqualTypeOf<Future<number>>();
  expectTypeOf(lastValue(subject)).toEqualTypeOf<Future<string>>();
  expectTypeOf(firstValue(new BehaviorSubject({ n: 1 }))).toEqualTypeOf<Future<{ n: number }>>();
  expectTypeOf(firstValue(of(1, "two"))).toEqualTypeOf<Future<number | string>>();
  expectTypeOf(firstValue(subscribable)).toEqualTypeOf<Future<Date>>();
  expectTypeOf(firstValue(platforms)).toEqualTypeOf<Future<boolean>>();
  expectTypeOf(subscribe(observable)).toExtend<Source<number>>();
  expectTypeOf(subscribe(platforms)).toExtend<Source<boolean> & Disposable>();
  function* reads() {
    return yield* subscribe(subject).next();
  }
  expectTypeOf(reads().next).returns.toExtend<IteratorResult<unknown, IteratorResult<string>>>();
});

test("a default adds its type", () => {
  expectTypeOf(firstValue(observable, { default: null })).toEqualTypeOf<Future<number | null>>();
  expectTypeOf(lastValue(EMPTY, { default: "none" })).toEqualTypeOf<Future<string>>();
});

test("what can't be subscribed to is refused", () => {
  // @ts-expect-error a promise is none
  void firstValue(Promise.resolve(1));
  // @ts-expect-error no such policy
  subscribe(observable, { overflow: "drop" });
});
