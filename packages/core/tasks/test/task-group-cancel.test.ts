import {
  CancelledError,
  createTask,
  currentTask,
  eagerTaskFactory,
  type EventLoop,
  ExceptionGroup,
  getRunningLoop,
  sleep,
  type Task,
  taskGroup,
  type TaskGroup,
} from "@asyncio-ts/tasks";
import { beforeEach, test } from "@asyncio-ts/testing/vitest";
import { describe, expect } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { now } from "./running-loop.ts";

class Failure extends Error {}

/** Task groups behave the same with lazy and with eager children. */
const LOOPS: Record<string, (loop: EventLoop) => void> = {
  "lazy children": () => {},
  "eager children": (loop) => loop.setTaskFactory(eagerTaskFactory),
};

describe.each(Object.entries(LOOPS))("group.cancel(), %s", (_, prepare) => {
  beforeEach(function* () {
    prepare(getRunningLoop());
  });

  test("in the body after children were created cancels them, and throws nothing", function* () {
    const tasks: Task<unknown>[] = [];
    const result = yield* taskGroup(function* (group) {
      tasks.push(group.createTask(sleep(1000)), group.createTask(sleep(2000)));
      group.cancel();
      return "body";
    });
    expect([result, now()]).toEqual(["body", 0]);
    expect(tasks.map((task) => task.cancelled())).toEqual([true, true]);
    expect(currentTask()!.cancelling()).toBe(0);
    yield* sleep(1);
  });

  test("in the body cancels the body at its next wait, and taskGroup() returns undefined", function* () {
    let went = false;
    const result = yield* taskGroup(function* (group) {
      group.cancel();
      yield* sleep(100);
      went = true;
      return "body";
    });
    expect([result, went, now()]).toEqual([undefined, false, 0]);
    expect(currentTask()!.cancelling()).toBe(0);
  });

  test("in a child cancels its siblings, the waiting body and the child itself", function* () {
    let child!: Task<void>;
    let sibling!: Task<void>;
    yield* taskGroup(function* (group) {
      sibling = group.createTask(sleep(1000));
      child = group.createTask(function* () {
        yield* sleep(5);
        group.cancel();
      });
      yield* sleep(500);
    });
    expect([child.cancelled(), sibling.cancelled(), now()]).toEqual([true, true, 5]);
  });

  test("in a child after the body has ended cancels the siblings, and throws nothing", function* () {
    yield* taskGroup(function* (group) {
      group.createTask(sleep(1000));
      group.createTask(function* () {
        yield* sleep(5);
        group.cancel();
      });
    });
    expect([now(), currentTask()!.cancelling()]).toEqual([5, 0]);
  });

  test("in the first step of a child cancels this child as well", function* () {
    const seen: string[] = [];
    yield* taskGroup(function* (group) {
      group.createTask(function* () {
        group.cancel();
        yield* sleep(1000);
        seen.push("went on");
      });
      yield* sleep(100);
    });
    expect([seen, now()]).toEqual([[], 0]);
  });

  test("called again, or after the end of the group, does nothing", function* () {
    let kept!: TaskGroup;
    yield* taskGroup(function* (group) {
      kept = group;
      group.createTask(sleep(1000));
      group.cancel();
      group.cancel();
      yield* sleep(10);
    });
    kept.cancel();
    yield* sleep(1);
    expect([now(), currentTask()!.cancelling()]).toEqual([1, 0]);
  });

  test("of an empty group that is done leaves the parent alone", function* () {
    let kept!: TaskGroup;
    yield* taskGroup(function* (group) {
      kept = group;
    });
    kept.cancel();
    yield* sleep(5);
    expect(now()).toBe(5);
  });

  test("refuses new children, as an aborting group does", function* () {
    yield* taskGroup(function* (group) {
      group.createTask(sleep(1000));
      group.cancel();
      expect(() => group.createTask(sleep(1))).toThrow("is shutting down");
    });
  });

  test("before a child or the body fails leaves their errors to be thrown", function* () {
    const error = yield* thrown(
      taskGroup(function* (group) {
        group.createTask(function* () {
          yield* thrown(sleep(1000));
          throw new Failure("child");
        });
        yield* sleep(1);
        group.cancel();
        throw new Failure("body");
      }),
    );
    expect(error).toBeInstanceOf(ExceptionGroup);
    expect(error.errors.map((each: Error) => each.message)).toEqual(["child", "body"]);
    expect(currentTask()!.cancelling()).toBe(0);
  });

  test("after a child has failed leaves its error to be thrown", function* () {
    const error = yield* thrown(
      taskGroup(function* (group) {
        group.createTask(function* () {
          throw new Failure("child");
        });
        try {
          yield* sleep(1000);
        } finally {
          group.cancel();
        }
      }),
    );
    expect(error.errors).toEqual([new Failure("child")]);
  });

  test("keeps a cancellation of the parent from elsewhere, before or after it", function* () {
    for (const outsideFirst of [true, false]) {
      let group!: TaskGroup;
      const parent = createTask(() =>
        taskGroup(function* (each) {
          group = each;
          group.createTask(sleep(1000));
          yield* sleep(1000);
        }),
      );
      yield* sleep(5);
      if (outsideFirst) parent.cancel("outside");
      group.cancel();
      if (!outsideFirst) parent.cancel("outside");
      const error = yield* thrown(parent);
      expect(error).toBeInstanceOf(CancelledError);
      expect(parent.cancelled()).toBe(true);
    }
  });

  test("keeps a cancellation of the parent that arrives while the children clean up", function* () {
    let group!: TaskGroup;
    const parent = createTask(() =>
      taskGroup(function* (each) {
        group = each;
        group.createTask(function* () {
          yield* thrown(sleep(1000));
          yield* sleep(50);
        });
      }),
    );
    yield* sleep(5);
    group.cancel();
    yield* sleep(5);
    parent.cancel();
    expect(yield* thrown(parent)).toBeInstanceOf(CancelledError);
    expect(now()).toBe(55);
  });

  test("of an inner group leaves the outer group and its children alone", function* () {
    let outer!: Task<string>;
    yield* taskGroup(function* (group) {
      outer = group.createTask(sleep(100, "outer"));
      yield* taskGroup(function* (inner) {
        inner.createTask(sleep(1000));
        getRunningLoop().callLater(5, () => inner.cancel());
        yield* sleep(1000);
      });
      expect(now()).toBe(5);
    });
    expect([outer.result(), now()]).toEqual(["outer", 100]);
  });
});
