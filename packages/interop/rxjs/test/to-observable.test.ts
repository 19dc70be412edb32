import { observable, toObservable } from "@asyncio-ts/rxjs";
import {
  allTasks,
  CancelledError,
  type Coroutine,
  createTask,
  currentTask,
  getRunningLoop,
  newEventLoop,
  run,
  setEventLoop,
  sleep,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { firstValueFrom, lastValueFrom, Observable, take, toArray } from "rxjs";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, onTestFinished, test as plain } from "vitest";
import { eventsOf } from "./events.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

function* failing(): Coroutine<never> {
  yield* sleep(10);
  throw new Error("broken");
}

describe.each([
  ["toObservable", (fn: () => Coroutine<unknown>) => toObservable(fn)],
  ["observable", (fn: () => Coroutine<unknown>) => observable<unknown>(fn)],
] as const)("%s()", (name, make) => {
  test("is cold: each subscription starts a task of its own", function* () {
    let started = 0;
    const tasks = new Set([currentTask()]);
    const source = make(function* () {
      started++;
      tasks.add(currentTask());
      yield* sleep(10);
    });
    yield* sleep(10);
    expect(started).toBe(0);
    source.subscribe();
    source.subscribe();
    expect(allTasks().size).toBe(3);
    yield* sleep(0);
    expect(started).toBe(2);
    expect(tasks.size).toBe(3);
    yield* sleep(20);
    expect(allTasks().size).toBe(1);
  });

  test("cancels the task at the unsubscription, and lets its clean-up finish", function* () {
    const steps: string[] = [];
    const subscription = make(function* () {
      try {
        yield* sleep(1000);
      } catch (error) {
        steps.push((error as Error).name);
        throw error;
      } finally {
        yield* sleep(10);
        steps.push("cleaned up");
      }
    }).subscribe({ next: () => steps.push("next"), error: () => steps.push("error"), complete: () => steps.push("complete") });
    yield* sleep(5);
    subscription.unsubscribe();
    subscription.unsubscribe();
    expect(steps).toEqual([]);
    yield* sleep(20);
    expect(steps).toEqual(["CancelledError", "cleaned up"]);
  });

  test("never runs the coroutine if it is unsubscribed before the first step", function* () {
    let ran = false;
    make(function* () {
      ran = true;
    })
      .subscribe()
      .unsubscribe();
    yield* sleep(10);
    expect(ran).toBe(false);
    expect(allTasks().size).toBe(1);
  });

  test("passes an error of any type to the subscriber", function* () {
    for (const error of [new Error("broken"), undefined, null, "text"]) {
      const events = eventsOf(
        make(function* () {
          yield* sleep(10);
          throw error;
        }),
      );
      yield* sleep(20);
      expect(events).toEqual([["error", error]]);
    }
  });

  test("reports an error after the unsubscription to the exception handler", function* () {
    const reports: unknown[] = [];
    getRunningLoop().setExceptionHandler((_, { message, exception }) => reports.push(message, String(exception)));
    const subscription = make(function* () {
      try {
        yield* sleep(1000);
      } finally {
        yield* failing();
      }
    }).subscribe();
    yield* sleep(0);
    subscription.unsubscribe();
    yield* sleep(20);

    expect(reports).toEqual(["Exception in the coroutine of an Observable after its subscription ended", "Error: broken"]);
  });

  test("passes a CancelledError to the subscriber if the task is cancelled directly", function* () {
    const events = eventsOf(make(() => sleep(1000)));
    yield* sleep(0);
    for (const task of allTasks()) if (task !== currentTask()) task.cancel("enough");
    yield* sleep(10);
    expect(events).toEqual([["error", expect.any(CancelledError)]]);
  });

  plain("passes a CancelledError to the subscriber at the end of the run", () => {
    let events: unknown[] = [];
    const program = function* () {
      events = eventsOf(make(() => sleep(1000)));
      yield* sleep(0);
    };
    run(program, { loop: new VirtualLoop() });
    expect(events).toEqual([["error", expect.any(CancelledError)]]);
  });

  test("passes an error to the subscriber if the function throws or returns no coroutine", function* () {
    expect(eventsOf(make((() => 5) as never))).toEqual([["error", expect.any(TypeError)]]);
    const error = new Error("at once");
    const throws = () => {
      throw error;
    };
    expect(eventsOf(make(throws))).toEqual([["error", error]]);
    yield* sleep(0);
  });

  test("throws a TypeError for a coroutine object", function* () {
    expect(() => make(sleep(0) as never)).toThrow(TypeError);
    expect(() => make(sleep(0) as never)).toThrow(`${name}: a function* was expected, got`);
  });

  plain("accepts an unsubscription after the loop has closed", async () => {
    const loop = newEventLoop();
    loop.setExceptionHandler(() => {});
    let subscription: { unsubscribe(): void } | undefined;
    loop.callSoon(() => (subscription = make(() => sleep(1000)).subscribe()));
    await loop.runUntilComplete(sleep(0));
    loop.close();
    subscription!.unsubscribe();
  });
});

describe("toObservable()", () => {
  test("emits the coroutine's return value, then completes", function* () {
    const events = eventsOf(
      toObservable(function* () {
        yield* sleep(10);
        return { answer: 42 };
      }),
    );
    yield* sleep(5);
    expect(events).toEqual([]);
    yield* sleep(10);
    expect(events).toEqual([{ answer: 42 }, "complete"]);
  });

  plain("accepts a subscription outside a running loop", async () => {
    expect(await firstValueFrom(toObservable(() => sleep(0, "host")))).toBe("host");
    const loop = new HostVirtualLoop();
    setEventLoop(loop);
    onTestFinished(() => {
      setEventLoop(null);
      loop.close();
    });
    expect(await firstValueFrom(toObservable(() => sleep(60_000, "virtual")))).toBe("virtual");
    expect(loop.time()).toBe(60_000);
  });
});

describe("observable()", () => {
  test("emits each value of emit(), then completes, and ignores the return value", function* () {
    const events = eventsOf(
      observable<string>(function* (emit) {
        yield* emit("a");
        yield* sleep(10);
        yield* emit("b");
        return "ignored";
      }),
    );
    expect(events).toEqual([]);
    yield* sleep(5);
    expect(events).toEqual(["a"]);
    yield* sleep(10);
    expect(events).toEqual(["a", "b", "complete"]);
  });

  plain("accepts a subscription outside a running loop", async () => {
    const numbers = observable<number>(function* (emit) {
      for (let n = 0; ; n++) yield* emit(n);
    });
    expect(await lastValueFrom(numbers.pipe(take(3), toArray()))).toEqual([0, 1, 2]);
  });

  test("emit() delivers the value at once, and resumes one pass later", function* () {
    const events: unknown[] = [];
    observable<number>(function* (emit) {
      for (const n of [1, 2, 3]) yield* emit(n);
    }).subscribe((n) => events.push(n));
    const other = createTask(function* () {
      for (const name of ["a", "b", "c"]) {
        events.push(name);
        yield* sleep(0);
      }
    });
    yield* other;
    expect(events).toEqual([1, "a", 2, "b", 3, "c"]);
  });

  test("take(1) cancels an endless producer, which cleans up", function* () {
    let emitted = 0;
    let cleanedUp = false;
    const endless = observable<number>(function* (emit) {
      try {
        for (;;) yield* emit(emitted++);
      } finally {
        cleanedUp = true;
      }
    });
    const events = eventsOf(endless.pipe(take(1)));
    yield* sleep(1);
    expect(events).toEqual([0, "complete"]);
    expect(emitted).toBe(1);
    expect(cleanedUp).toBe(true);
  });

  test("emit() after the unsubscription emits nothing, lets one pass go by and throws", function* () {
    const values: number[] = [];
    let refused = 0;
    const subscription = observable<number>(function* (emit) {
      for (let n = 0; n < 100; n++) {
        try {
          yield* emit(n);
        } catch (error) {
          if (error instanceof CancelledError) refused++;
        }
      }
    }).subscribe((n) => values.push(n));
    for (let n = 0; n < 3; n++) yield* sleep(0);
    subscription.unsubscribe();
    const given = values.length;
    yield* sleep(0);
    yield* sleep(0);
    expect(refused).toBe(2);
    yield* sleep(1);
    expect(values).toHaveLength(given);
    expect(refused).toBe(100 - given + 1);
  });

  test("emit() after the end of its coroutine emits nothing and throws", function* () {
    let late: ((value: number) => Coroutine<void>) | undefined;
    const events = eventsOf(
      observable<number>(function* (emit) {
        late = emit;
        yield* emit(1);
      }),
    );
    yield* sleep(1);
    expect(yield* thrown(late!(2))).toBeInstanceOf(CancelledError);
    expect(events).toEqual([1, "complete"]);
  });

  plain("returns an Observable of RxJS", () => {
    expect(observable(function* () {})).toBeInstanceOf(Observable);
  });
});
