import { type Context, ContextVar, copyContext } from "@asyncio-ts/loop";
import { createTask, type Future, gather, sleep, type TaskOptions } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

// CPython: test_tasks.test_context_1
test("rule 17: createTask() copies the current context, and later changes on either side stay apart", () => {
  const variable = new ContextVar("variable", { default: "nope" });
  const seen = loop.runUntilComplete(function* () {
    const child = createTask(function* () {
      yield* sleep(10);
      const before = variable.get();
      variable.set("of the child");
      return [before, variable.get()];
    });
    variable.set("of main");
    const ofChild = yield* child;
    return [...ofChild, variable.get()];
  });
  expect(seen).toEqual(["nope", "of the child", "of main"]);
  expect(variable.get()).toBe("nope");
});

test("rule 17: a child task sees the values that its creator had set before createTask()", () => {
  const variable = new ContextVar<number>("variable");
  const seen = loop.runUntilComplete(function* () {
    variable.set(1);
    const child = createTask(function* () {
      return variable.get();
    });
    variable.set(2);
    return yield* child;
  });
  expect(seen).toBe(1);
});

test("rule 17: every step of a task runs in the same context object", () => {
  const variable = new ContextVar<number>("variable");
  const task = loop.createTask(function* () {
    variable.set(1);
    yield* sleep(0);
    const first = variable.get();
    variable.set(2);
    yield* sleep(10);
    return [first, variable.get()];
  });
  const context = task.getContext();
  onePass(loop);
  expect(context.get(variable)).toBe(1);
  expect(loop.runUntilComplete(task)).toEqual([1, 2]);
  expect(task.getContext()).toBe(context);
  expect(context.get(variable)).toBe(2);
});

// CPython: test_tasks.test_context_2
test("rule 17: a variable that is set in a step keeps its value while the task awaits a future or sleeps", () => {
  const variable = new ContextVar("variable", { default: "nope" });
  loop.runUntilComplete(function* () {
    for (const round of ["a", "b"]) {
      const future: Future<void> = loop.createFuture();
      future.addDoneCallback(() => variable.set("of the callback"));
      variable.set(`${round}: before`);
      loop.callSoon(() => future.setResult());
      yield* future;
      expect(variable.get()).toBe(`${round}: before`);
      for (let i = 0; i < 3; i++) {
        variable.set(`${round} ${i}`);
        yield* sleep(1);
        expect(variable.get()).toBe(`${round} ${i}`);
      }
    }
  });
  expect(variable.get()).toBe("nope");
});

// CPython: test_context.test_asyncio_task_decimal_context
// CPython: test_tasks.test_context_3
test("rule 17: a hundred concurrent tasks each see their own value of a variable", () => {
  const variable = new ContextVar("variable", { default: -1 });
  function* sub(number: number) {
    for (let i = 0; i < 10; i++) {
      variable.set(number + i);
      yield* sleep(((number * 7 + i * 13) % 50) + 1);
      expect(variable.get()).toBe(number + i);
    }
  }
  loop.runUntilComplete(function* () {
    yield* gather(...Array.from({ length: 100 }, (_, number) => createTask(sub(number))));
  });
  expect(variable.get()).toBe(-1);
});

const creators: [string, (coroutine: Generator<any, void, any>, options: TaskOptions) => Future<void>][] = [
  ["createTask()", (coroutine, options) => createTask(coroutine, options)],
  ["loop.createTask()", (coroutine, options) => loop.createTask(coroutine, options)],
];

// CPython: test_tasks.test_context_4
// CPython: test_tasks.test_context_5
// CPython: test_tasks.test_context_6
test.each(creators)("rule 17: a context given to %s is used by the task, and several tasks can share it", (_, create) => {
  const variable = new ContextVar<number>("variable");
  function* sets(value: number) {
    yield* sleep(0);
    variable.set(value);
  }
  const seen = loop.runUntilComplete(function* () {
    const context = copyContext();
    const values: unknown[] = [context.get(variable)];
    for (const value of [1, 2]) {
      yield* create(sets(value), { context });
      values.push(context.get(variable));
    }
    return values;
  });
  expect(seen).toEqual([undefined, 1, 2]);
});

// CPython: test_tasks.test_get_context
test("task.getContext() returns the context object that was given to createTask()", () => {
  const context: Context = copyContext();
  const task = loop.createTask(function* () {}, { context });
  expect(task.getContext()).toBe(context);
  onePass(loop);
});

test("a child task that is given the context of its creator shares its variables", () => {
  const variable = new ContextVar<string>("variable");
  const seen = loop.runUntilComplete(function* () {
    const context = copyContext();
    const outer = createTask(
      function* () {
        variable.set("of outer");
        yield* createTask(
          function* () {
            variable.set(`${variable.get()} and inner`);
          },
          { context },
        );
        return variable.get();
      },
      { context },
    );
    return yield* outer;
  });
  expect(seen).toBe("of outer and inner");
});
