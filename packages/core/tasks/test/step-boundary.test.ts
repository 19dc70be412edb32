import { setSnapshot } from "@asyncio-ts/loop";
import {
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  type EventLoop,
  Future,
  getRunningLoop,
  HostLoop,
  run,
  shield,
  sleep,
  taskGroup,
  type Task,
  wait,
} from "@asyncio-ts/tasks";
import { adoptPromise } from "@asyncio-ts/tasks/lowlevel";
import { HostVirtualLoop, VirtualLoop, virtually } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { afterEach, expect, test as plain } from "vitest";
import { reportsOf } from "./reports.ts";

const boom = new Error("boom");

function fails(): never {
  throw boom;
}

/** A proxy with traps that all throw. */
const hostile = (target: object = {}): object =>
  new Proxy(target, { get: fails, has: fails, getPrototypeOf: fails, ownKeys: fails, getOwnPropertyDescriptor: fails });

/** Runs the body in a task of its own. Returns the error of that task, once another task has run as well. */
function errorOf(body: () => Generator<any, unknown, any>): unknown {
  return virtually(function* () {
    const task = createTask(body);
    yield* wait([task]);
    yield* sleep(1);
    return task.exception();
  })();
}

plain.each<[string, unknown]>([
  ["a proxy that throws", hostile()],
  ["a callable proxy that throws", hostile(() => {})],
  ["an object with a getter that throws", Object.defineProperty({}, "_state", { get: fails })],
])("rule 16: yielding %s throws an Error into the coroutine", (_, trap) => {
  let isClosed = false;
  const error = errorOf(function* () {
    try {
      yield trap;
    } finally {
      isClosed = true;
    }
  });
  expect(isClosed).toBe(true);
  expect((error as Error).message).toMatch(/^boom$|^Task got bad yield: .*; write `yield\*` before the awaited expression$/);
});

/** An awaitable with a given first result. */
const yields = (result: object): any => ({
  [Symbol.iterator]: () => ({
    next: () => result,
    throw(error: unknown) {
      throw error;
    },
    return: (value: unknown) => ({ done: true, value }),
  }),
});

plain("an iterator result whose value throws fails the task that awaits it", () => {
  const result = Object.defineProperty({ done: false }, "value", { get: fails });
  expect(
    errorOf(function* () {
      yield* yields(result);
    }),
  ).toBe(boom);
});

plain("an iterator result whose value throws fails a task in a marked coroutine", () => {
  const result = Object.defineProperty({ done: false }, "value", { get: fails });
  const inner = coroutine(function* () {
    yield* yields(result);
  });
  expect(
    errorOf(function* () {
      yield* inner();
    }),
  ).toBe(boom);
});

plain("a task that throws a proxy fails with that proxy", () => {
  const thrown = hostile();
  const error = errorOf(function* () {
    throw thrown;
  });
  expect(error === thrown).toBe(true);
});

plain("a promise rejected with a proxy fails the future with that proxy", async () => {
  const reason = hostile();
  const error = await run(
    function* () {
      try {
        yield* adoptPromise(getRunningLoop(), Promise.reject(reason));
      } catch (caught) {
        return [caught === reason];
      }
      return [];
    },
    { loop: new HostVirtualLoop() },
  );
  expect(error).toEqual([true]);
});

plain("an exception whose stack throws does not stop an idle loop", async () => {
  const loop = new HostLoop();
  const reports = reportsOf(loop);
  const reason = Object.defineProperty(new Error("x"), "stack", { get: fails });
  const rejected = Promise.reject(reason);
  adoptPromise(loop, rejected);
  await rejected.catch(() => {});
  expect(
    await loop.runUntilComplete(function* () {
      return "ran";
    }),
  ).toBe("ran");
  loop.close();
  expect(reports.map(({ message, exception }) => [message, exception === reason])).toEqual([
    ["Future exception was never retrieved", true],
  ]);
});

test.each([{}, 5, "context", () => {}])("createTask() and addDoneCallback() throw TypeError for the context %o", function* (context) {
  const options = { context: context as never };
  expect(() => createTask(sleep(1), options)).toThrow(/^createTask: context: a Context was expected, got /);
  expect(() => new Future().addDoneCallback(() => {}, options)).toThrow(/^addDoneCallback: context: a Context was expected, got /);
  expect(currentTask()).not.toBeNull();
});

test.each<[string, unknown, string]>([
  ["a symbol", Symbol("why"), "Symbol(why)"],
  ["an object without a prototype", Object.create(null), "an object of class null"],
  ["a proxy that throws", hostile(), "an unprintable object"],
  ["a number", 5, "5"],
])("cancel() accepts %s as the message", function* (_, message, text) {
  const limit = Error.stackTraceLimit;

  const tasks = [createTask(sleep(5)), createTask(sleep(5))];
  tasks[0]!.cancel(message as never);
  yield* sleep(1);
  tasks[1]!.cancel(message as never);
  yield* wait(tasks);
  for (const task of tasks) expect(() => task.result()).toThrow(new CancelledError(text));

  expect(Error.stackTraceLimit).toBe(limit);
});

plain("run() rejects with the error of a result whose then throws", async () => {
  const strict = new Proxy(
    {},
    {
      get(_, key) {
        throw new Error(`no property ${String(key)}`);
      },
    },
  );
  await expect(
    run(function* () {
      return strict;
    }),
  ).rejects.toThrow("no property then");
});

/** A future that throws at its first cancellations. */
class Sticky extends Future<void> {
  left: number;

  constructor(left: number) {
    super();
    this.left = left;
  }

  override cancel(message?: string): boolean {
    if (this.left-- > 0) throw boom;
    return super.cancel(message);
  }
}

function* awaits(future: Future<unknown>): Generator<any, void, any> {
  yield* future;
}

test("task.cancel() throws the error of the awaited future's cancel(), and the next request reaches that future", function* () {
  const inner = createTask(awaits(new Sticky(1)));
  const outer = createTask(awaits(inner));
  yield* sleep(1);
  expect(() => outer.cancel()).toThrow(boom);
  expect([outer.done(), outer.cancelling(), inner.cancelling()]).toEqual([false, 1, 1]);
  expect(outer.cancel()).toBe(true);
  yield* wait([outer]);
  expect([outer.cancelled(), inner.cancelled(), outer.cancelling()]).toEqual([true, true, 2]);
});

plain("a cancel() that throws in a task group reaches the exception handler, and the group ends with its own error", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const log: string[] = [];
  run(
    function* () {
      const future = new Sticky(1);
      loop.callLater(20, () => future.setResult());
      const bystander = createTask(function* () {
        yield* sleep(60);
        log.push("a bystander goes on");
      });
      try {
        yield* taskGroup(function* (group) {
          group.createTask(function* () {
            yield* sleep(1);
            throw new Error("child");
          });
          yield* future;
        });
      } catch (error) {
        log.push((error as Error).name);
      }
      yield* bystander;
    },
    { loop },
  );
  expect(log).toEqual(["ExceptionGroup", "a bystander goes on"]);
  expect(reports.map(({ exception }) => exception)).toEqual([boom]);
});

plain("a waiter that throws is reported, and the other waiters of the future are notified", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const log: string[] = [];
  run(
    function* () {
      const future = new Sticky(0);
      const shielded = shield(future);
      Object.assign(shielded, {
        setResult() {
          log.push("shield");
          throw boom;
        },
      });
      const tasks = ["a", "b"].map((name) =>
        createTask(function* () {
          yield* future;
          log.push(name);
        }),
      );
      yield* sleep(1);
      future.setResult();
      yield* wait(tasks);
    },
    { loop },
  );
  expect(log).toEqual(["shield", "a", "b"]);
  expect(reports).toHaveLength(1);
});

plain("a future whose cancel() always throws keeps run() neither from its end nor from its value", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const log: string[] = [];
  const value = run(
    function* () {
      const stuck = createTask(function* () {
        try {
          yield* new Sticky(Infinity);
        } finally {
          log.push("finally");
        }
      });
      createTask(awaits(stuck));
      yield* sleep(1);
      return "value";
    },
    { loop },
  );
  expect([value, log]).toEqual(["value", ["finally"]]);
  expect(reports.map(({ exception }) => exception)).toEqual([boom]);
});

plain("a task that cancelled itself and then awaits a future whose cancel() throws is reported, and waits on", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const value = run(
    function* () {
      const future = new Sticky(1);
      const task: Task<string> = createTask(function* () {
        currentTask()!.cancel();
        yield* future;
        return "result";
      });
      yield* sleep(1);
      future.setResult();
      yield* wait([task]);
      return task.cancelled();
    },
    { loop },
  );
  expect(value).toBe(true);
  expect(reports.map(({ exception }) => exception)).toEqual([boom]);
});

// A frozen Error has no property that could be made writable again.
test.skipIf(Object.isFrozen(Error))("tasks can be cancelled while Error is frozen", function* () {
  const descriptor = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");
  if (descriptor === undefined) return;
  Object.defineProperty(Error, "stackTraceLimit", { ...descriptor, writable: false });
  try {
    const task = createTask(sleep(1000));
    yield* sleep(1);
    task.cancel();
    yield* wait([task]);
    expect([task.cancelled(), task.getStack()]).toEqual([true, []]);
  } finally {
    Object.defineProperty(Error, "stackTraceLimit", descriptor);
  }
});

afterEach(() => setSnapshot(null));

plain.each<[string, (step: () => unknown) => unknown]>([
  ["throws", fails],
  ["does not call its step", () => undefined],
])("a snapshot that %s is reported, and the tasks run without it", (_, enter) => {
  const loop: EventLoop = new VirtualLoop();
  const reports = reportsOf(loop);
  setSnapshot((() => enter) as never);
  const value = run(
    function* () {
      const task = createTask(function* () {
        yield* sleep(1);
        return "result";
      });
      return yield* task;
    },
    { loop: loop as VirtualLoop },
  );
  expect(value).toBe("result");
  expect(reports.length).toBeGreaterThan(0);
});
