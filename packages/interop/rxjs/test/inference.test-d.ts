import { firstValue, lastValue, type PlatformObservable, subscribe } from "@asyncio-ts/rxjs";
import type { Future, Source } from "@asyncio-ts/tasks";
import { BehaviorSubject, EMPTY, of, type Observable, type Subject, type Subscribable } from "rxjs";
import { expectTypeOf, test } from "vitest";

declare const observable: Observable<number>;
declare const subject: Subject<string>;
declare const subscribable: Subscribable<Date>;
declare const platformObservable: PlatformObservable<boolean>;

test("firstValue(), lastValue() and subscribe() infer the item type of any Observable", () => {
  expectTypeOf(firstValue(observable)).toEqualTypeOf<Future<number>>();
  expectTypeOf(lastValue(subject)).toEqualTypeOf<Future<string>>();
  expectTypeOf(firstValue(new BehaviorSubject({ n: 1 }))).toEqualTypeOf<Future<{ n: number }>>();
  expectTypeOf(firstValue(of(1, "two"))).toEqualTypeOf<Future<number | string>>();
  expectTypeOf(firstValue(subscribable)).toEqualTypeOf<Future<Date>>();
  expectTypeOf(firstValue(platformObservable)).toEqualTypeOf<Future<boolean>>();
  expectTypeOf(subscribe(observable)).toExtend<Source<number>>();
  expectTypeOf(subscribe(platformObservable)).toExtend<Source<boolean> & Disposable>();
  function* reads() {
    return yield* subscribe(subject).next();
  }
  expectTypeOf(reads().next).returns.toExtend<IteratorResult<unknown, IteratorResult<string>>>();
});

test("the default option adds its type to the result", () => {
  expectTypeOf(firstValue(observable, { default: null })).toEqualTypeOf<Future<number | null>>();
  expectTypeOf(lastValue(EMPTY, { default: "none" })).toEqualTypeOf<Future<string>>();
});

test("a source without subscribe() and an unknown overflow policy are type errors", () => {
  // @ts-expect-error a promise has no subscribe
  void firstValue(Promise.resolve(1));
  // @ts-expect-error no such policy
  subscribe(observable, { overflow: "drop" });
});
