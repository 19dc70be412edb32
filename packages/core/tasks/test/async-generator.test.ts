import { ContextVar } from "@asyncio-ts/loop";
import {
  asyncGenerator,
  CancelledError,
  coroutine,
  type Coroutine,
  createTask,
  type Emit,
  forEach,
  iterate,
  sleep,
  type Source,
} from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { now } from "./running-loop.ts";

/** Emits 1, 2, 3, each after 10 ms, and logs. */
function numbers(log: string[] = []): Source<number> {
  return asyncGenerator<number>(function* (emit) {
    try {
      for (let n = 1; n <= 3; n++) {
        log.push(`makes ${n}`);
        yield* sleep(10);
        yield* emit(n);
      }
    } finally {
      yield* sleep(5);
      log.push(`closed at ${now()}`);
    }
  });
}

test("forEach() reads the items of an async generator", function* () {
  const log: string[] = [];

  yield* forEach(numbers(log), function* (n) {
    log.push(`item ${n} at ${now()}`);
  });

  expect(log).toEqual(["makes 1", "item 1 at 10", "makes 2", "item 2 at 20", "makes 3", "item 3 at 30", "closed at 35"]);
});

test("the body of an async generator runs only while an item is wanted, and close() awaits its finally block", function* () {
  const log: string[] = [];

  const it = iterate(numbers(log));
  yield* sleep(100);
  expect(log).toEqual([]);
  expect(yield* it.next()).toBe(true);
  yield* sleep(100);
  expect([log, it.value]).toEqual([["makes 1"], 1]);
  yield* it.close();
  expect(log).toEqual(["makes 1", "closed at 215"]);
  expect(yield* it.next()).toBe(false);
});

test("closing an async generator that was never read runs nothing of it", function* () {
  const log: string[] = [];

  const source = numbers(log);
  yield* source.return!();
  expect(yield* source.next()).toEqual({ done: true, value: undefined });

  expect(log).toEqual([]);
});

test("an error of the body reaches the reader, and ends the async generator", function* () {
  const source = asyncGenerator(function* (emit) {
    yield* emit(1);
    throw new RangeError("boom");
  });
  expect(yield* source.next()).toEqual({ done: false, value: 1 });
  expect(yield* thrown(source.next())).toEqual(new RangeError("boom"));
  expect(yield* source.next()).toEqual({ done: true, value: undefined });
});

test("cancelling the reader throws CancelledError into the body, whose finally block runs", function* () {
  const log: string[] = [];

  const task = createTask(() => forEach(numbers(log), () => sleep(0)));
  yield* sleep(5);
  task.cancel();
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);

  expect(log).toEqual(["makes 1", "closed at 10"]);
});

test("the body runs in its reader's context", function* () {
  const user = new ContextVar<string>("user", { default: "nobody" });

  const source = asyncGenerator<string>(function* (emit) {
    for (;;) yield* emit(user.get());
  });
  user.set("ada");
  expect(yield* source.next()).toEqual({ done: false, value: "ada" });
  const other = createTask(function* () {
    user.set("bob");
    return yield* source.next();
  });
  expect(yield* other).toEqual({ done: false, value: "bob" });
});

test("marked coroutines inside and around an async generator work", function* () {
  const nap = coroutine(function* nap(n: number) {
    yield* sleep(n);
    return n;
  });
  const read = coroutine(function* read(source: Source<number>) {
    const all: number[] = [];
    yield* forEach(source, function* (n) {
      all.push(n + (yield* nap(1)));
    });
    return all;
  });

  const source = asyncGenerator<number>(function* (emit) {
    yield* emit(yield* nap(10));
    yield* emit(yield* nap(20));
  });
  expect(yield* read(source)).toEqual([11, 21]);
});

test("emit() is awaited in a marked coroutine, before and after it waits", function* () {
  const marked = coroutine(function* marked(emit: Emit<number>): Coroutine<void> {
    yield* emit(1);
    yield* sleep(10);
    yield* emit(2);
  });
  const source = asyncGenerator<number>(function* (emit) {
    yield* marked(emit);
    yield* sleep(10);
    yield* marked(emit);
  });
  const all: number[] = [];
  yield* forEach(source, function* (n) {
    all.push(n);
  });
  expect(all).toEqual([1, 2, 1, 2]);
});

test("a second reader, and an item while closing are errors", function* () {
  const source = numbers();
  const first = createTask(() => source.next());
  yield* sleep(1);
  expect((yield* thrown(source.next())).message).toContain("already running");
  expect(yield* first).toEqual({ done: false, value: 1 });
  const stubborn = asyncGenerator<number>(function* (emit) {
    try {
      yield* emit(1);
    } finally {
      yield* emit(2);
    }
  });
  yield* stubborn.next();
  expect((yield* thrown(stubborn.return!())).message).toContain("while it was closed");
});
