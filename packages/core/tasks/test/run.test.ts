import { ContextVar } from "@asyncio-ts/loop";
import {
  allTasks,
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  DeadlockError,
  type EventLoop,
  Future,
  getEventLoop,
  getRunningLoop,
  HostLoop,
  run,
  setEventLoop,
  sleep,
  type Task,
  waitFor,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, expect, test } from "vitest";
import { expectReport, reportsOf } from "./reports.ts";

afterEach(() => setEventLoop(null));

function* returns42() {
  yield* sleep(0);
  return 42;
}

// CPython: test_runners.test_asyncio_run_return
test("run(main) and run(main()) return the result of main, marked or not", () => {
  const marked = coroutine(returns42);
  expect([returns42, returns42(), marked, marked()].map((main) => run(main, { loop: new VirtualLoop() }))).toEqual([42, 42, 42, 42]);
});

// CPython: test_runners.test_asyncio_run_return
// CPython: test_runners.test_loop_factory_default_event_loop
test("run() without a loop creates a HostLoop, returns a promise and closes the loop", async () => {
  let loop!: EventLoop;
  const promise = run(function* () {
    loop = getRunningLoop();
    return yield* returns42();
  });
  expect(promise).toBeInstanceOf(Promise);
  expect(await promise).toBe(42);
  expect(loop).toBeInstanceOf(HostLoop);
  expect(loop.isClosed()).toBe(true);
});

// CPython: test_runners.test_asyncio_run_raises
test("run() throws the error of main on a thread loop, and rejects with it on a host loop", async () => {
  function* fails() {
    yield* sleep(0);
    throw new RangeError("spam");
  }
  expect(() => run(fails, { loop: new VirtualLoop() })).toThrow(new RangeError("spam"));
  await expect(run(fails, { loop: new HostVirtualLoop() })).rejects.toEqual(new RangeError("spam"));
  await expect(run(fails)).rejects.toEqual(new RangeError("spam"));
});

// CPython: test_runners.test_asyncio_run_only_coro
test("run() throws TypeError for a main that is not a coroutine, and closes its loop", async () => {
  for (const main of [1, null, "x", () => 1, { next() {} }]) {
    const loop = new VirtualLoop();
    expect(() => run(main as never, { loop })).toThrow(TypeError);
    expect(loop.isClosed()).toBe(true);
    await expect(run(main as never)).rejects.toThrow(TypeError);
  }
});

// CPython: test_runners.test_asyncio_run_from_running_loop
test("run() inside a step throws and does not close the given loop", () => {
  const loop = new VirtualLoop();
  const inner = new VirtualLoop();
  run(
    function* () {
      expect(() => run(returns42)).toThrow(new Error("run() cannot be called from a running event loop"));
      expect(() => run(returns42, { loop: inner })).toThrow(new Error("run() cannot be called from a running event loop"));
      yield* sleep(1);
    },
    { loop },
  );
  expect([loop.isClosed(), inner.isClosed()]).toEqual([true, false]);
  inner.close();
});

test("run() throws for a loop that is closed or running", async () => {
  const closed = new VirtualLoop();
  closed.close();
  expect(() => run(returns42, { loop: closed })).toThrow(new Error("Event loop is closed"));
  const running = new HostVirtualLoop();
  const first = run(sleep(10, "first"), { loop: running });
  expect(() => run(returns42, { loop: running })).toThrow(new Error("This event loop is already running"));
  expect(await first).toBe("first");
});

// CPython: test_runners.test_asyncio_run_debug
test("run() sets the loop's debug mode only if the debug option is given", () => {
  const debugOf = (loop: VirtualLoop, options: { debug?: boolean }) =>
    run(
      function* () {
        return getRunningLoop().getDebug();
      },
      { loop, ...options },
    );
  const debugging = () => {
    const loop = new VirtualLoop();
    loop.setDebug(true);
    return loop;
  };
  expect(debugOf(new VirtualLoop(), {})).toBe(false);
  expect(debugOf(new VirtualLoop(), { debug: true })).toBe(true);
  expect(debugOf(debugging(), {})).toBe(true);
  expect(debugOf(debugging(), { debug: false })).toBe(false);
});

// CPython: test_runners.test_asyncio_run_cancels_hanging_tasks
test("run() cancels leftover tasks and waits until they have ended", () => {
  const log: string[] = [];
  const loop = new VirtualLoop();
  let leftover!: ReturnType<typeof createTask>;
  const result = run(
    function* () {
      leftover = createTask(function* () {
        try {
          yield* sleep(1000);
        } finally {
          yield* sleep(100);
          log.push(`cleaned up at ${loop.time()}`);
        }
      });
      yield* sleep(10);
      return 123;
    },
    { loop },
  );
  expect(result).toBe(123);
  expect(log).toEqual(["cleaned up at 110"]);
  expect([leftover.cancelled(), allTasks(loop).size, loop.isClosed()]).toEqual([true, 0, true]);
});

test("run() cancels leftover tasks in creation order when main fails", () => {
  const log: string[] = [];
  function* leftover(name: string) {
    try {
      yield* sleep(1000);
    } catch (error) {
      log.push(name);
      throw error;
    }
  }
  expect(() =>
    run(
      function* () {
        for (const name of ["a", "b", "c"]) createTask(leftover(name));
        yield* sleep(1);
        throw new RangeError("boom");
      },
      { loop: new VirtualLoop() },
    ),
  ).toThrow(new RangeError("boom"));
  expect(log).toEqual(["a", "b", "c"]);
});

test("run() still starts a task that main created in its last step, but not a task that this task creates", () => {
  let began = false;
  run(
    function* () {
      createTask(function* () {
        began = true;
      }).setName("late");
    },
    { loop: new VirtualLoop() },
  );
  expect(began).toBe(true);
  began = false;
  run(
    function* () {
      createTask(function* () {
        createTask(function* () {
          began = true;
        });
      });
    },
    { loop: new VirtualLoop() },
  );
  expect(began).toBe(false);
});

// CPython: test_runners.test_asyncio_run_reports_hanging_tasks_errors
test("run() reports a leftover task that fails during its cancellation", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const error = new RangeError("in clean-up");
  let leftover: unknown;
  const result = run(
    function* () {
      leftover = createTask(function* () {
        try {
          yield* sleep(1000);
        } catch {
          throw error;
        }
      });
      yield* sleep(1);
      return 123;
    },
    { loop },
  );
  expect(result).toBe(123);
  expectReport(reports, { message: "unhandled exception during run() shutdown", exception: error, task: leftover });
});

test("run() waits for a leftover task that swallows its cancellation", () => {
  const loop = new VirtualLoop();
  run(
    function* () {
      createTask(function* () {
        try {
          yield* sleep(1000);
        } catch {
          yield* sleep(5000);
        }
      });
      yield* sleep(1);
    },
    { loop },
  );
  expect(loop.time()).toBe(5001);
});

test("run() throws DeadlockError for leftover tasks that can never finish, with main's error as its cause", () => {
  const boom = new RangeError("boom");
  function* stubborn() {
    for (;;) {
      try {
        yield* getEventLoop().createFuture();
      } catch {}
    }
  }
  let reports: { message: string }[] = [];
  let closed = false;
  const deadlockOf = (fails: boolean) => {
    const loop = new VirtualLoop();
    reports = reportsOf(loop);
    try {
      run(
        function* () {
          createTask(stubborn, { name: "stubborn" });
          yield* sleep(1);
          if (fails) throw boom;
        },
        { loop },
      );
    } catch (error) {
      closed = loop.isClosed();
      return error as DeadlockError;
    }
    throw new Error("a DeadlockError was expected");
  };
  for (const fails of [false, true]) {
    const error = deadlockOf(fails);
    expect(error).toBeInstanceOf(DeadlockError);
    expect(error.tasks.map((task) => task.getName())).toEqual(["stubborn"]);
    expect(error.cause).toBe(fails ? boom : undefined);
    expect(reports.map(({ message }) => message)).toEqual(["Task was destroyed but it is pending!"]);
    expect(closed).toBe(true);
  }
});

test("run() throws the CancelledError of a main that is cancelled", () => {
  expect(() =>
    run(
      function* () {
        currentTask()!.cancel("myself");
        yield* sleep(1);
      },
      { loop: new VirtualLoop() },
    ),
  ).toThrow(new CancelledError("myself"));
});

test("run() starts main in a copy of the caller's context, so that its changes stay inside the run", () => {
  const variable = new ContextVar("variable", { default: "none" });
  const token = variable.set("outside");
  const seen = run(
    function* () {
      const before = variable.get();
      variable.set("inside");
      return before;
    },
    { loop: new VirtualLoop() },
  );
  expect([seen, variable.get()]).toEqual(["outside", "outside"]);
  variable.reset(token);
});

// CPython: test_runners.test_asyncio_run_set_event_loop
test("getEventLoop() between the steps of a run() returns the process-wide loop, so the end of the run cancels only its own tasks", async () => {
  const before = getEventLoop();
  const loop = new HostVirtualLoop();
  const seen: unknown[] = [];
  const running = run(
    function* () {
      const future = getEventLoop().createFuture<void>();
      setTimeout(() => {
        seen.push(getEventLoop());
        future.setResult();
      }, 0);
      using _work = loop.hostWork("a host timer");
      yield* future;
    },
    { loop },
  );
  await running;
  expect(seen).toEqual([before]);
  expect(getEventLoop()).toBe(before);
});

test("getEventLoop() in a function that returns the coroutine of main returns the loop of the run", () => {
  const loop = new VirtualLoop();
  const before = getEventLoop();
  const main = () => {
    const future = new Future<string>();
    loop.callLater(10, () => future.setResult("on the loop of the run"));
    return waitFor(future, 20);
  };
  expect(run(main, { loop })).toBe("on the loop of the run");
  expect(getEventLoop()).toBe(before);
});

test("a task that a host callback creates while a run is active outlives the run", async () => {
  const created: Task<string>[] = [];
  const seen = new Future<void>();
  await run(function* () {
    setTimeout(() => {
      created.push(createTask(sleep(5, "done")));
      seen.setResult();
    }, 0);
    yield* seen;
  });
  expect(await created[0]).toBe("done");
});

test("concurrent runs leave the process-wide event loop as it is", async () => {
  const before = getEventLoop();
  for (const [first, second] of [
    [1, 3],
    [3, 1],
  ] as const) {
    const loops = [new HostVirtualLoop(), new HostVirtualLoop(), new HostVirtualLoop()];
    await Promise.all([
      run(sleep(first), { loop: loops[0]! }),
      run(sleep(second), { loop: loops[1]! }),
      run(sleep(2), { loop: loops[2]! }),
    ]);
    expect(loops.map((loop) => loop.isClosed())).toEqual([true, true, true]);
    expect(getEventLoop()).toBe(before);
  }
});

test("a loop that main sets with setEventLoop() stays set after run()", async () => {
  const mine = new HostLoop();
  await run(function* () {
    setEventLoop(mine);
  });
  expect(getEventLoop()).toBe(mine);
  mine.close();
});

// CPython: test_runners.test_no_repr_is_call_on_the_task_result
test("run() neither converts the result of main to a string nor iterates it", () => {
  let accesses = 0;
  const result = {
    toString: () => (accesses++, "text"),
    [Symbol.iterator]: () => (accesses++, [][Symbol.iterator]()),
  };
  const got = run(
    function* () {
      return [result];
    },
    { loop: new VirtualLoop() },
  )[0];
  expect(got === result).toBe(true);
  expect(accesses).toBe(0);
});

test("run() still calls a callback that main scheduled in its last step", () => {
  const log: string[] = [];
  run(
    function* () {
      getEventLoop().callSoon(() => log.push("called"));
    },
    { loop: new VirtualLoop() },
  );
  expect(log).toEqual(["called"]);
});
