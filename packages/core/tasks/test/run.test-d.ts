import {
  type Coroutine,
  coroutine,
  createTask,
  type EventLoop,
  type Future,
  HostLoop,
  type Ran,
  run,
  Runner,
  sleep,
  type Task,
  type ThreadLoop,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expectTypeOf, test } from "vitest";

function* main() {
  yield* sleep(1);
  return 42;
}
declare const anyLoop: EventLoop;

test("run(main) and run(main()) infer the result type, marked or not", () => {
  const marked = coroutine(main);
  expectTypeOf(run(main)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(run(main())).toEqualTypeOf<Promise<number>>();
  expectTypeOf(run(marked)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(run(marked())).toEqualTypeOf<Promise<number>>();
  expectTypeOf(run(sleep(1, "x"))).toEqualTypeOf<Promise<string>>();
  expectTypeOf(run(() => sleep(1))).toEqualTypeOf<Promise<void>>();
  expectTypeOf(
    run(function* () {
      return yield* sleep(1, "x");
    }),
  ).toEqualTypeOf<Promise<string>>();
});

test("run() returns the value on a thread loop, a promise on a host loop and either on an EventLoop", () => {
  expectTypeOf(run(main, { loop: new VirtualLoop() })).toEqualTypeOf<number>();
  expectTypeOf(run(main, { loop: new HostVirtualLoop() })).toEqualTypeOf<Promise<number>>();
  expectTypeOf(run(main, { loop: new HostLoop() })).toEqualTypeOf<Promise<number>>();
  expectTypeOf(run(main, { loop: anyLoop })).toEqualTypeOf<number | Promise<number>>();
  expectTypeOf(run(main, { debug: true })).toEqualTypeOf<Promise<number>>();
  expectTypeOf(run(main, { loop: new VirtualLoop(), debug: true })).toEqualTypeOf<number>();
});

test("Ran is the value for a thread loop, a promise for a host loop and either for an EventLoop", () => {
  expectTypeOf<Ran<VirtualLoop, number>>().toEqualTypeOf<number>();
  expectTypeOf<Ran<ThreadLoop, number>>().toEqualTypeOf<number>();
  expectTypeOf<Ran<HostLoop, number>>().toEqualTypeOf<Promise<number>>();
  expectTypeOf<Ran<HostVirtualLoop, void>>().toEqualTypeOf<Promise<void>>();
  expectTypeOf<Ran<EventLoop, number>>().toEqualTypeOf<number | Promise<number>>();
});

test("run() of a main that returns a future unwraps the future on a host loop only", () => {
  function* returnsTask() {
    return createTask(main);
  }
  expectTypeOf(run(returnsTask)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(run(returnsTask, { loop: new VirtualLoop() })).toEqualTypeOf<Task<number>>();
  expectTypeOf<Ran<HostLoop, Future<string>>>().toEqualTypeOf<Promise<string>>();
  expectTypeOf<Ran<EventLoop, Future<string>>>().toEqualTypeOf<Future<string> | Promise<string>>();
});

test("run() accepts a main whose result type is never, unknown or any", () => {
  function* forever(): Coroutine<never> {
    for (;;) yield* sleep(1);
  }
  expectTypeOf(run(forever)).toEqualTypeOf<Promise<never>>();
  expectTypeOf(() => run(forever, { loop: new VirtualLoop() })).returns.toEqualTypeOf<never>();
  const unknownMain = main as unknown as () => Coroutine<unknown>;
  expectTypeOf(run(unknownMain)).toEqualTypeOf<Promise<unknown>>();
  const anyMain = main as unknown as () => Coroutine<any>;
  expectTypeOf(run(anyMain)).toEqualTypeOf<Promise<any>>();
  expectTypeOf(createTask(anyMain())).toEqualTypeOf<Task<any>>();
});

test("run() does not compile with a main that is not a coroutine, or a loop that is not an EventLoop", () => {
  // @ts-expect-error: a value
  void run(42);
  // @ts-expect-error: a plain function
  void run(() => 42);
  // @ts-expect-error: an async function
  void run(async () => 42);
  // @ts-expect-error: a function with a parameter
  void run((ms: number) => sleep(ms));
  // @ts-expect-error: a future
  void run(anyLoop.createFuture<number>());
  // @ts-expect-error: not a loop
  void run(main, { loop: 1 });
});

test("Runner infers the types of getLoop(), run() and close() from its loop factory", () => {
  const host = new Runner();
  expectTypeOf(host.getLoop()).toEqualTypeOf<HostLoop>();
  expectTypeOf(host.run(main)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(host.close()).toEqualTypeOf<Promise<void>>();
  const thread = new Runner({ loopFactory: () => new VirtualLoop() });
  expectTypeOf(thread.getLoop()).toEqualTypeOf<VirtualLoop>();
  expectTypeOf(thread.run(main())).toEqualTypeOf<number>();
  expectTypeOf(thread.close()).toEqualTypeOf<void>();
});

test("runUntilComplete() and runForever() return values on thread loops and promises on host loops", () => {
  expectTypeOf(new VirtualLoop().runUntilComplete(main)).toEqualTypeOf<number>();
  expectTypeOf(new VirtualLoop().runUntilComplete(sleep(1, "x"))).toEqualTypeOf<string>();
  expectTypeOf(new HostLoop().runUntilComplete(main())).toEqualTypeOf<Promise<number>>();
  expectTypeOf(anyLoop.runUntilComplete(main)).toEqualTypeOf<number | Promise<number>>();
  expectTypeOf(new VirtualLoop().runForever()).toEqualTypeOf<void>();
  expectTypeOf(new HostLoop().runForever()).toEqualTypeOf<Promise<void>>();
});
