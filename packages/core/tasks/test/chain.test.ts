import { allTasks, createTask, type Future, gather, getRunningLoop, run, sleep, type Task, wait } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, test as plain } from "vitest";

/** More tasks than the stack has room for calls. */
const MANY = 20_000;

/** Creates a chain of tasks, each of which awaits the next. The last one awaits a future. */
function* chain(order: "inner first" | "outer first", ended: (task: number) => void = () => {}): Generator<any, Task<unknown>[], any> {
  const tasks: Task<unknown>[] = [];
  const future: Future<unknown> = getRunningLoop().createFuture();
  function* link(index: number): Generator<any, void, any> {
    try {
      yield* sleep(0);
      yield* tasks[index + 1] ?? future;
    } finally {
      ended(index);
    }
  }
  for (let i = 0; i < MANY; i++) {
    const index = order === "outer first" ? i : MANY - 1 - i;
    tasks[index] = createTask(link(index));
  }
  for (let pass = 0; pass < 4; pass++) yield* sleep(0);
  return tasks;
}

test.each(["inner first", "outer first"] as const)(
  "cancelling the head of a long chain of tasks cancels all of them: %s",
  function* (order) {
    const ends: number[] = [];

    const tasks = yield* chain(order, (index) => ends.push(index));
    expect(tasks[0]!.cancel()).toBe(true);
    yield* wait([tasks[0]!]);
    expect(tasks.every((task) => task.cancelled() && task.cancelling() === 1)).toBe(true);

    expect(ends).toEqual(Array.from({ length: MANY }, (_, i) => MANY - 1 - i));
  },
);

plain.each(["inner first", "outer first"] as const)("run() cancels a long chain of tasks that main leaves behind: %s", (order) => {
  let ends = 0;
  const value = run(
    function* () {
      yield* chain(order, () => ends++);
      return "value";
    },
    { loop: new VirtualLoop() },
  );
  expect([value, ends]).toEqual(["value", MANY]);
});

test("texts about a long chain of tasks are short", function* () {
  const tasks = yield* chain("inner first");
  expect(String(tasks[0])).toMatch(/^<Task pending name='Task-\d+' wait_for=<Task name='Task-\d+'>>$/);
  tasks[0]!.cancel();
  yield* wait([tasks[0]!]);
});

test("cancelling a task twice in one pass reaches its chain twice, as in asyncio", function* () {
  const inner = createTask(sleep(100));
  const outer = createTask(function* () {
    yield* inner;
  });
  yield* sleep(1);
  outer.cancel("first");
  outer.cancel("second");
  expect([outer.cancelling(), inner.cancelling()]).toEqual([2, 2]);
  yield* wait([outer]);
  expect(outer.cancelled() && inner.cancelled()).toBe(true);
});

test("cancelling tasks that await each other in a circle ends all of them", function* () {
  const tasks: Task<unknown>[] = [];
  for (let i = 0; i < 3; i++) {
    tasks.push(
      createTask(function* () {
        yield* sleep(1);
        yield* i === 1 ? gather(tasks[2]!) : tasks[(i + 1) % 3]!;
      }),
    );
  }
  yield* sleep(5);
  tasks[0]!.cancel();
  yield* sleep(1);
  expect(tasks.map((task) => task.done())).toEqual([true, true, true]);
  expect(allTasks().size).toBe(1);
});

test("a subclass of Task receives the request of its awaiter in its own cancel()", function* () {
  const inner = createTask(sleep(100));
  const messages: unknown[] = [];
  const cancel = inner.cancel.bind(inner);
  inner.cancel = (message) => {
    messages.push(message);
    return cancel(message);
  };
  const outer = createTask(function* () {
    yield* inner;
  });
  yield* sleep(1);
  outer.cancel("why");
  yield* wait([outer]);
  expect(messages).toEqual(["why"]);
});

/** Recurses to the end of the stack, with work for the kernel at each level. */
const recursions: Record<string, () => Generator<any, unknown, any>> = {
  *"eager tasks in eager tasks"(): any {
    yield* createTask(recursions["eager tasks in eager tasks"]!(), { eagerStart: true });
  },
  *"eager tasks that wait"(): any {
    const task = createTask(recursions["eager tasks that wait"]!(), { eagerStart: true });
    yield* sleep(1);
    yield* task;
  },
  *"tasks in plain coroutines"(): any {
    createTask(sleep(0));
    yield* recursions["tasks in plain coroutines"]!();
  },
  *"eager tasks in plain coroutines"(): any {
    createTask(sleep(0), { eagerStart: true });
    yield* recursions["eager tasks in plain coroutines"]!();
  },
};

plain.each(Object.keys(recursions))("an endless recursion throws and leaves no task behind: %s", (name) => {
  const loop = new VirtualLoop();
  loop.setExceptionHandler(() => {});
  const seen = run(
    function* () {
      const outcomes: unknown[] = [];
      for (let i = 0; i < 3; i++) {
        try {
          yield* recursions[name]!();
        } catch {
          // V8 throws a TypeError in place of the RangeError now and then.
          outcomes.push("thrown");
        }
        yield* sleep(50);
        outcomes.push(allTasks().size);
      }
      return outcomes;
    },
    { loop },
  );
  expect(seen).toEqual(["thrown", 1, "thrown", 1, "thrown", 1]);
});
