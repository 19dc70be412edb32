import type { EventEmitter } from "node:events";
import {
  type Events,
  events,
  fromAsyncFunction,
  fromAsyncIterable,
  fromCallback,
  fromEvent,
  fromPromise,
  fromReadableStream,
  toAsyncFunction,
  toAsyncIterable,
  toPromise,
  toReadableStream,
} from "@asyncio-ts/promise";
import { type Coroutine, type Future, sleep, type Source, type Startable, type Task } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare const thenable: PromiseLike<Date>;
declare const future: Future<number>;
declare const task: Task<string>;

test("fromPromise() infers the result type from a promise, a thenable or a function", () => {
  expectTypeOf(fromPromise(Promise.resolve(1))).toEqualTypeOf<Future<number>>();
  expectTypeOf(fromPromise(thenable)).toEqualTypeOf<Future<Date>>();
  expectTypeOf(fromPromise((signal) => fetch("http://localhost", { signal }))).toEqualTypeOf<Future<Response>>();
  expectTypeOf(fromPromise(async () => "text", { settle: true })).toEqualTypeOf<Future<string>>();
  // @ts-expect-error not a promise
  void fromPromise(1);
  // @ts-expect-error does not return a promise
  void fromPromise(() => 1);
});

test("toPromise() infers the result type from a coroutine, a function, a future or a task", () => {
  expectTypeOf(toPromise(sleep(1, "text"))).toEqualTypeOf<Promise<string>>();
  expectTypeOf(toPromise(() => sleep(1, 5))).toEqualTypeOf<Promise<number>>();
  expectTypeOf(toPromise(future)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(toPromise(task, { signal: new AbortController().signal })).toEqualTypeOf<Promise<string>>();
  expectTypeOf(
    toPromise(function* () {
      return future;
    }),
  ).toEqualTypeOf<Promise<number>>();
  // @ts-expect-error not a coroutine
  void toPromise(1);
});

test("toPromise() is a type error for a function that returns a coroutine without awaiting it", () => {
  void toPromise(
    // @ts-expect-error write `return yield* sleep(1)`
    function* () {
      return sleep(1);
    },
  );
});

test("a generic wrapper of toPromise() compiles and infers the result type", () => {
  function started<T>(startable: Startable<T>) {
    return toPromise(startable);
  }
  function signalled<T>(body: () => Coroutine<T>, signal: AbortSignal) {
    return toPromise(body, { signal });
  }
  expectTypeOf(started(sleep(1, 5))).toEqualTypeOf<Promise<number>>();
  expectTypeOf(signalled(() => sleep(1, "text"), new AbortController().signal)).toEqualTypeOf<Promise<string>>();
});

test("toAsyncFunction() keeps the types of this, the arguments and the result", () => {
  expectTypeOf(
    toAsyncFunction(function* (this: Date, n: number, text?: string) {
      yield* sleep(n);
      return text;
    }),
  ).toEqualTypeOf<(this: Date, n: number, text?: string) => Promise<string | undefined>>();
  const identity = toAsyncFunction(function* <T>(value: T): Coroutine<T> {
    yield* sleep(1);
    return value;
  });
  expectTypeOf(identity("text" as string)).toEqualTypeOf<Promise<string>>();
});

test("fromAsyncFunction() keeps the types of this, the arguments and the result", () => {
  expectTypeOf(fromAsyncFunction(async (n: number, ...rest: string[]) => [n, ...rest])).parameters.toEqualTypeOf<
    [n: number, ...rest: string[]]
  >();
  const dated = fromAsyncFunction(async function (this: Date, n: number) {
    return n;
  });
  expectTypeOf(dated).toEqualTypeOf<(this: Date, n: number) => Coroutine<number>>();
  const identity = fromAsyncFunction(async <T>(value: T) => [value]);
  expectTypeOf(identity("text" as string)).toEqualTypeOf<Coroutine<string[]>>();
});

declare const emitter: EventEmitter;
declare const socket: WebSocket;
declare const target: EventTarget;

test("fromCallback() has the given result type, or void", () => {
  expectTypeOf(fromCallback<string>((callback) => callback(null, "text"))).toEqualTypeOf<Future<string>>();
  expectTypeOf(fromCallback((callback) => callback())).toEqualTypeOf<Future<void>>();
  // @ts-expect-error not a string
  void fromCallback<string>((callback) => callback(null, 1));
});

test("fromEvent() and events() infer the event type from the name, or take it as a type argument", () => {
  expectTypeOf(fromEvent(socket, "message")).toEqualTypeOf<Future<MessageEvent>>();
  expectTypeOf(fromEvent(target, "tick")).toEqualTypeOf<Future<Event>>();
  expectTypeOf(fromEvent<CustomEvent<number>>(target, "tick")).toEqualTypeOf<Future<CustomEvent<number>>>();
  expectTypeOf(fromEvent(emitter, "data")).toEqualTypeOf<Future<any[]>>();
  expectTypeOf(fromEvent<[number, string]>(emitter, "data")).toEqualTypeOf<Future<[number, string]>>();
  expectTypeOf(events(socket, "close")).toEqualTypeOf<Events<CloseEvent>>();
  expectTypeOf(events<[string]>(emitter, "data", { overflow: "dropOldest" })).toExtend<Source<[string]> & Disposable>();
  // @ts-expect-error neither a target nor an emitter
  void fromEvent({}, "data");
  // @ts-expect-error no such policy
  events(emitter, "data", { overflow: "drop" });
});

test("conversions of iterables and streams keep the item type", () => {
  expectTypeOf(
    fromAsyncIterable(
      (async function* () {
        yield 1;
      })(),
    ),
  ).toEqualTypeOf<Source<number>>();
  expectTypeOf(fromReadableStream(new ReadableStream<Date>())).toEqualTypeOf<Source<Date>>();
  expectTypeOf(toAsyncIterable(new Set(["text"]))).toExtend<AsyncIterable<string>>();
  expectTypeOf(toAsyncIterable(events<[string]>(emitter, "data"))).toExtend<AsyncIterable<[string]>>();
  expectTypeOf(
    toReadableStream<number>(function* (emit) {
      yield* emit(1);
      // @ts-expect-error not a number
      yield* emit("text");
    }),
  ).toEqualTypeOf<ReadableStream<number>>();
});
