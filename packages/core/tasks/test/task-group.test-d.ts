import { type Coroutine, coroutine, sleep, type Task, taskGroup, type TaskGroup } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare function work(group: TaskGroup, id: number): Coroutine<string>;
declare function child(): Coroutine<number>;

test("taskGroup() returns a Coroutine of the body's result type", () => {
  expectTypeOf(taskGroup((group) => work(group, 1))).toEqualTypeOf<Coroutine<string>>();
  const group = taskGroup(function* (group) {
    yield* sleep(10);
    return [group.createTask(child()), group.createTask(sleep(1, "x"))] as const;
  });
  expectTypeOf(group).toEqualTypeOf<Coroutine<readonly [Task<number>, Task<string>]>>();
});

test("group.createTask() accepts coroutines and coroutine functions with known options, but not promises", () => {
  void taskGroup(function* (group) {
    expectTypeOf(group).toEqualTypeOf<TaskGroup>();
    expectTypeOf(group.createTask(child)).toEqualTypeOf<Task<number>>();
    expectTypeOf(group.createTask(coroutine(child), { name: "x", eagerStart: true })).toEqualTypeOf<Task<number>>();
    // @ts-expect-error a promise
    group.createTask(Promise.resolve());
    // @ts-expect-error an unknown option
    group.createTask(child, { nam: "x" });
  });
});

test("a missing star inside taskGroup() does not compile", () => {
  // @ts-expect-error yield without the star
  taskGroup(function* (group) {
    yield group.createTask(child);
  });
  void taskGroup(function* (group) {
    // @ts-expect-error the coroutine that it returns is never awaited
    group.createTask(function* () {
      return child();
    });
    // @ts-expect-error a task, not its result
    const result: number = group.createTask(child);
    return result;
  });
});
