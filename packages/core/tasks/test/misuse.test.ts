import {
  allTasks,
  asCompleted,
  asyncGenerator,
  CancelledError,
  captureCallGraph,
  type Coroutine,
  coroutine,
  createEagerTaskFactory,
  createTask,
  currentTask,
  DeadlockError,
  ensureFuture,
  ExceptionGroup,
  forEach,
  Future,
  futureAddToAwaitedBy,
  gather,
  getRunningLoop,
  HostLoop,
  iterate,
  newEventLoop,
  printCallGraph,
  run,
  Runner,
  shield,
  sleep,
  staggeredRace,
  taskGroup,
  timeout,
  timeoutAt,
  TimeoutError,
  wait,
  waitFor,
} from "@asyncio-ts/tasks";
import { virtually, VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { describe, expect, test as plain } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

const body = function* body() {};
const any = (value: unknown): any => value;

/** Calls `use`, awaits a coroutine that it returns, and returns the message of the error. */
function* messageOf(use: () => unknown): Coroutine<string> {
  const error = yield* thrown(
    (function* () {
      const result = use();
      if (typeof result === "object" && result !== null && "next" in result) yield* result as Coroutine<unknown>;
    })(),
  );
  return String(error);
}

describe("a time that is no number of milliseconds", () => {
  const times: [unknown, string][] = [
    [undefined, "undefined"],
    ["50", '"50"'],
    [NaN, "NaN"],
    [5n, "5n"],
    [Symbol("ms"), "Symbol(ms)"],
    [body, "function* body"],
  ];
  const uses: [string, (ms: any) => unknown, string][] = [
    ["sleep", (ms) => sleep(ms), ""],
    ["timeout", (ms) => timeout(ms, body), " or null"],
    ["timeoutAt", (ms) => timeoutAt(ms, body), " or null"],
    ["waitFor", (ms) => waitFor(sleep(1), ms), " or null"],
    ["callLater", (ms) => getRunningLoop().callLater(ms, () => {}), ""],
    ["callAt", (ms) => getRunningLoop().callAt(ms, () => {}), ""],
  ];
  const withDefault: typeof uses = [
    ["wait", (ms) => wait([new Future()], { timeout: ms }), " or null"],
    ["asCompleted", (ms) => asCompleted([sleep(1)], { timeout: ms }), " or null"],
  ];
  test.each([...uses, ...withDefault])("%s() throws a TypeError that shows the value, and starts nothing", function* (name, use, orNull) {
    for (const [time, shown] of withDefault.some(([each]) => each === name) ? times.slice(1) : times) {
      const expected = `TypeError: ${name}: a number of milliseconds${orNull} was expected, got ${shown}`;
      expect(yield* messageOf(() => use(time))).toBe(expected);
    }
    expect(allTasks().size).toBe(1);
  });
});

describe("options of the wrong kind", () => {
  const uses: [string, (options: any) => unknown][] = [
    ["Future", (options) => new Future(options)],
    ["addDoneCallback", (options) => new Future().addDoneCallback(() => {}, options)],
    ["createTask", (options) => createTask(body, options)],
    ["ensureFuture", (options) => ensureFuture(sleep(1), options)],
    ["getStack", (options) => currentTask()!.getStack(options)],
    ["captureCallGraph", (options) => captureCallGraph(new Future(), options)],
    ["wait", (options) => wait([new Future()], options)],
    ["asCompleted", (options) => asCompleted([sleep(1)], options)],
    ["run", (options) => run(body, options)],
    ["Runner", (options) => new Runner(options)],
  ];
  test.each(uses)("%s throws a TypeError for null, a text, a function and a loop in their place", function* (name, use) {
    const loop = new VirtualLoop();

    for (const [options, shown] of [
      [null, "null"],
      ["x", '"x"'],
      [body, "function* body"],
      [loop, String(loop)],
    ] as const) {
      const expected = `TypeError: ${name}: an object of options was expected, got ${shown}`;
      expect(yield* messageOf(() => use(options))).toBe(expected);
    }
    expect(allTasks().size).toBe(1);

    loop.close();
  });

  plain.each<[string, () => unknown]>([
    ["Future", () => new Future({ loop: any(5) })],
    ["ensureFuture", () => ensureFuture(sleep(1), { loop: any(5) })],
    ["DeadlockError", () => new DeadlockError(any(5), "reason")],
    ["allTasks", () => allTasks(any(5))],
    ["run", () => run(body, { loop: any(5) })],
    ["Runner: loopFactory()", () => new Runner({ loopFactory: () => any(5) }).getLoop()],
  ])("%s throws a TypeError for a loop that is none", (name, use) => {
    expect(use).toThrow(new TypeError(`${name}: an event loop was expected, got 5`));
  });

  plain("a proxy that answers to every name is no loop", () => {
    const client = new Proxy(() => {}, { get: (_, key) => (typeof key === "symbol" ? undefined : () => {}) });
    expect(() => allTasks(any(client))).toThrow(/^allTasks: an event loop was expected/);
    expect(() => new HostLoop(any(client))).toThrow(/^HostLoop: a driver was expected/);
  });

  test.each<[string, (limit: unknown) => unknown]>([
    ["getStack", (limit) => currentTask()!.getStack({ limit: any(limit) })],
    ["captureCallGraph", (limit) => captureCallGraph(new Future(), { limit: any(limit) })],
  ])("%s throws a TypeError for a limit that is no number", function* (name, use) {
    for (const limit of [5n, Symbol("s"), Object.create(null)]) {
      expect(yield* messageOf(() => use(limit))).toMatch(new RegExp(`^TypeError: ${name}: a number as limit was expected, got `));
    }
  });
});

describe("a body of the wrong kind", () => {
  const uses: [string, (wrong: any) => unknown][] = [
    ["timeout", (wrong) => timeout(5, wrong)],
    ["timeoutAt", (wrong) => timeoutAt(null, wrong)],
    ["taskGroup", (wrong) => taskGroup(wrong)],
    ["forEach", (wrong) => forEach([1], wrong)],
  ];
  test.each(uses)("%s() refuses what is no function, and an async function without a call of it", function* (name, use) {
    let calls = 0;
    const started = async () => void calls++;

    for (const wrong of [undefined, sleep(1), started]) {
      expect(yield* messageOf(() => use(wrong))).toMatch(
        new RegExp(`^TypeError: ${name}: a body that is a function\\* was expected, got `),
      );
    }

    expect(calls).toBe(0);
  });

  test.each(uses.filter(([name]) => name !== "taskGroup"))("%s() refuses a body that returns no coroutine", function* (name, use) {
    for (const [result, shown] of [
      [undefined, "undefined"],
      [5, "5"],
      [[1], "an array of 1"],
    ] as const) {
      const expected = `TypeError: ${name}: a body that is a function* or returns a coroutine was expected, got ${shown}`;
      expect(yield* messageOf(() => use(() => result))).toBe(expected);
    }
  });
});

describe("a coroutine or a future in place of a source", () => {
  function* fetched() {
    yield* sleep(1);
    return ["row"];
  }
  const sources: [string, () => unknown][] = [
    ["a coroutine that waits", () => fetched()],
    [
      "a coroutine that yields a pass",
      () =>
        (function* () {
          yield* sleep(0);
        })(),
    ],
    [
      "a coroutine that returns at once",
      () =>
        (function* () {
          return ["row"];
        })(),
    ],
    ["a marked coroutine", () => coroutine(fetched)()],
    ["an operation", () => sleep(1)],
    ["a future", () => new Future()],
    ["a task", () => createTask(fetched)],
    [
      "an awaitable of the program",
      () => ({
        *[Symbol.iterator]() {
          yield* sleep(1);
        },
      }),
    ],
  ];
  test.each(sources)("%s: forEach() and iterate() name the missing star", function* (_, make) {
    for (const [name, use] of [
      ["forEach", () => forEach(any(make()), body)],
      ["iterate", () => iterate(any(make())).next()],
    ] as const) {
      const message = yield* messageOf(use);
      expect(message).toMatch(new RegExp(`^TypeError: ${name}: a source or an iterable was expected, got .*; write \`yield\\*\` before`));
    }
    // The step goes on undisturbed.
    yield* sleep(1);
    if (allTasks().size > 1) yield* cancelOthers();
  });

  test("a future whose await was taken for an item can be awaited again", function* () {
    const future = new Future<string>();
    const wrong = (function* () {
      yield* future;
    })();
    yield* messageOf(() => forEach(any(wrong), body));
    getRunningLoop().callLater(1, () => future.setResult("later"));
    const result = yield* future;
    expect(result).toBe("later");
  });

  test("a generator that starts an eager task and then yields undefined is an iterable", function* () {
    const items: unknown[] = [];
    yield* forEach(
      (function* () {
        createTask(() => sleep(0), { eagerStart: true });
        yield undefined;
      })(),
      function* (item) {
        items.push(item);
      },
    );
    expect(items).toEqual([undefined]);
    yield* cancelOthers();
  });

  test("a generator that yields items and returns a value is an iterable", function* () {
    const items: unknown[] = [];
    yield* forEach(
      (function* () {
        yield 1;
        return 2;
      })(),
      function* (item) {
        items.push(item);
      },
    );
    expect(items).toEqual([1]);
  });
});

describe("a generator function or a promise in place of a plain answer", () => {
  plain("addDoneCallback(), setExceptionHandler() and setTaskFactory() refuse a function*, which they would never run", () => {
    const loop = newEventLoop();
    const refused = "was expected, got function* body";
    expect(() => loop.createFuture().addDoneCallback(body)).toThrow(refused);
    expect(() => loop.setExceptionHandler(body)).toThrow(refused);
    expect(() => loop.setTaskFactory(any(body))).toThrow(refused);
    loop.close();
  });

  plain("ExceptionGroup.split() refuses a filter that is none, and a predicate that returns a promise or a coroutine", () => {
    const group = new ExceptionGroup("several", [new RangeError("a")]);
    expect(() => group.split(any(5))).toThrow(new TypeError("ExceptionGroup: an error class, several, or a predicate was expected, got 5"));
    expect(() => group.split(any([RangeError, 5]))).toThrow(TypeError);
    for (const predicate of [
      () => Promise.resolve(false),
      function* () {
        return false;
      },
    ]) {
      expect(() => group.split(any(predicate))).toThrow(/^ExceptionGroup: a boolean of the predicate was expected, got /);
    }
  });
});

describe("an async function in place of a coroutine function", () => {
  plain("createTask(), group.createTask() and run() refuse it without a call of it", () => {
    let calls = 0;
    const wrong = async () => void calls++;
    virtually(function* () {
      expect(() => createTask(any(wrong))).toThrow("createTask: a coroutine or a function* was expected, got ");
      yield* taskGroup(function* (group) {
        expect(() => group.createTask(any(wrong))).toThrow(TypeError);
      });
    });
    expect(() => run(any(wrong), { loop: new VirtualLoop() })).toThrow("run: a coroutine or a function* was expected, got ");
    expect(calls).toBe(0);
  });

  plain("a refused function that has started a promise does not leave an unhandled rejection", async () => {
    const loop = newEventLoop();
    expect(() => loop.createTask(any(() => Promise.reject(new Error("lost"))))).toThrow("got an object of class Promise");
    await loop.runUntilComplete(sleep(1));
    loop.close();
  });
});

plain("run() and Runner.run() refuse a signal that is none, and leave the loop open", () => {
  const loop = new VirtualLoop();
  for (const [signal, shown] of [
    [null, "null"],
    [new AbortController(), "an object of class AbortController"],
  ] as const) {
    const expected = `an AbortSignal as signal was expected, got ${shown}`;
    expect(() => run(body, { loop, signal: any(signal) })).toThrow(new TypeError(`run: ${expected}`));
    expect(() => new Runner({ loopFactory: () => loop }).run(body, { signal: any(signal) })).toThrow(
      new TypeError(`Runner.run: ${expected}`),
    );
  }
  loop.close();
});

test("asyncGenerator(), staggeredRace() and futureAddToAwaitedBy() name an argument of the wrong kind", function* () {
  const future = new Future();
  expect(() => asyncGenerator(any(5))).toThrow(new TypeError("asyncGenerator: a body that is a function* was expected, got 5"));
  expect((yield* thrown(staggeredRace([], any("1")))).message).toBe(
    'staggeredRace: a number of milliseconds or null was expected, got "1"',
  );
  expect((yield* thrown(staggeredRace(any(undefined), 1))).message).toBe(
    "staggeredRace: an iterable of coroutine functions was expected, got undefined",
  );
  expect(() => createEagerTaskFactory(any(5))).toThrow(/^createEagerTaskFactory: a plain function .* was expected, got 5$/);
  expect(() => futureAddToAwaitedBy(future, any(5))).toThrow(new TypeError("futureAddToAwaitedBy: a future was expected, got 5"));
  expect(() => futureAddToAwaitedBy(any(null), future)).toThrow(TypeError);
});

test("swapped arguments are named by the called function", function* () {
  const message = "a number of milliseconds or null was expected, got function* body; the arguments are in the wrong order";
  expect((yield* thrown(any(timeout)(body, 10))).message).toBe(`timeout: ${message}`);
  expect((yield* thrown(any(waitFor)(10, body))).message).toBe(`waitFor: ${message}`);
  expect((yield* thrown(any(timeout)("5", body))).message).toBe('timeout: a number of milliseconds or null was expected, got "5"');
});

test("gather() of an array names the spread", function* () {
  expect(() => any(gather)([sleep(1), sleep(2)])).toThrow(
    new TypeError("gather: awaitables were expected, got an array of 2: write `gather(...awaitables)`"),
  );
});

test("a TimeoutError says the limit and the awaited future", function* () {
  const future = getRunningLoop().createFuture<void>();
  const error = yield* thrown(
    timeout(10, function* () {
      yield* future;
    }),
  );
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error.message).toBe("timeout: the time limit of 10 ms has passed, waiting for <Future pending>");
  expect((yield* thrown(waitFor(getRunningLoop().createFuture(), 5))).message).toContain("waitFor: the time limit of 5 ms has passed");
});

test.each<[string, (callback: any) => unknown]>([
  ["callSoon", (callback) => getRunningLoop().callSoon(callback)],
  ["addDoneCallback", (callback) => new Future().addDoneCallback(callback)],
  ["setExceptionHandler", (callback) => getRunningLoop().setExceptionHandler(callback)],
  ["setTaskFactory", (callback) => getRunningLoop().setTaskFactory(callback)],
  ["createEagerTaskFactory", (callback) => createEagerTaskFactory(callback)],
  ["printStack", (callback) => currentTask()!.printStack({ write: callback })],
  ["printCallGraph", (callback) => printCallGraph(currentTask()!, { write: callback })],
  ["ExceptionGroup", (callback) => new ExceptionGroup("group", [new Error("x")]).split(callback)],
  ["waitFor", (callback) => waitFor(callback, 5)],
])("%s() refuses an async function without a call of it", function* (name, use) {
  let calls = 0;
  const started = async () => void calls++;

  expect(yield* messageOf(() => use(started))).toMatch(new RegExp(`^TypeError: ${name}: .* was expected, got async function started$`));

  expect(calls).toBe(0);
});

describe("an iterator that breaks the protocol", () => {
  const iterators: [string, unknown, string][] = [
    ["is missing", undefined, "an iterator of"],
    ["has no next()", {}, "an iterator of"],
    ["returns no result", { next: () => 5 }, "an iterator result of"],
  ];
  const uses: [string, (iterable: any) => unknown][] = [
    ["ensureFuture", (iterable) => ensureFuture(iterable)],
    ["gather", (iterable) => gather(iterable)],
    ["shield", (iterable) => shield(iterable)],
    ["waitFor", (iterable) => waitFor(iterable, 5)],
    ["timeout", (iterable) => timeout(5, () => iterable)],
    ["wait", (iterable) => wait(iterable)],
    ["asCompleted", (iterable) => asCompleted(iterable)],
    ["staggeredRace", (iterable) => staggeredRace(iterable, null)],
    ["forEach", (iterable) => forEach(iterable, body)],
    ["iterate", (iterable) => iterate(iterable).next()],
  ];
  test.each(uses)("%s() names itself, the object and the iterator", function* (name, use) {
    class Broken {
      readonly iterator: unknown;
      constructor(iterator: unknown) {
        this.iterator = iterator;
      }
      [Symbol.iterator](): unknown {
        return this.iterator;
      }
    }

    for (const [, iterator, expected] of iterators) {
      const message = yield* messageOf(() => use(new Broken(iterator)));
      expect(message).toContain(`${name}: ${expected} an object of class`);
    }
  });

  test("gather() closes an iterator without throw() when it is cancelled, and the wait ends as cancelled", function* () {
    const calls: string[] = [];

    const awaitable = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: undefined }),
        return: (value: unknown) => (calls.push("return"), { done: true, value }),
      }),
    };
    const gathered = gather(any(awaitable));
    yield* sleep(0);
    gathered.cancel();
    expect(yield* messageOf(() => gathered)).toMatch(/^CancelledError/);

    expect(calls).toEqual(["return"]);
  });
});

test("a task name, the message of a cancellation and the reason of a DeadlockError may be any value", function* () {
  for (const value of [Symbol("s"), Object.create(null), 5n]) {
    expect(createTask(sleep(0), { name: any(value) }).getName()).toBe(new CancelledError(any(value)).message);
    expect(new DeadlockError(getRunningLoop(), any(value)).message).toContain(new CancelledError(any(value)).message);
  }
  yield* cancelOthers();
});

plain("new ExceptionGroup() throws a TypeError for a message that is no string", () => {
  expect(() => new ExceptionGroup(any(Symbol("s")), [new Error("x")])).toThrow(
    new TypeError("ExceptionGroup: a string as message was expected, got Symbol(s)"),
  );
});
