import {
  allTasks,
  CancelledError,
  type Coroutine,
  createTask,
  currentTask,
  eagerTaskFactory,
  type EventLoop,
  ExceptionGroup,
  getRunningLoop,
  run,
  sleep,
  type Task,
  taskGroup,
  type TaskGroup,
  timeout,
  TimeoutError,
} from "@asyncio-ts/tasks";
import { ContextVar, copyContext } from "@asyncio-ts/loop";
import { VirtualLoop } from "@asyncio-ts/testing";
import { beforeEach, test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { cancelling } from "./current-task.ts";
import { collectReports } from "./reports.ts";
import { now } from "./running-loop.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

class Failure extends Error {}

function* failing(ms: number, message = "failed"): Coroutine<never> {
  yield* sleep(ms);
  throw new Failure(message);
}

/** Throws an error when it is cancelled. */
function* failingCleanUp(message = "in cleanup"): Coroutine<void> {
  yield* thrown(sleep(10_000));
  throw new Failure(message);
}

/** Returns the messages of an error and of its nested errors, each group in brackets: `[a [b c]]`. */
function messages(error: unknown): string {
  if (!(error instanceof ExceptionGroup)) return (error as Error).message;
  return `[${error.errors.map(messages).join(" ")}]`;
}

/** Task groups behave the same with lazy and with eager children. */
const LOOPS: Record<string, (loop: EventLoop) => void> = {
  "lazy children": () => {},
  "eager children": (loop) => loop.setTaskFactory(eagerTaskFactory),
};

for (const [kind, prepare] of Object.entries(LOOPS)) {
  describe(`without errors, ${kind}`, () => {
    beforeEach(function* () {
      prepare(getRunningLoop());
    });
    // CPython: test_taskgroups.test_taskgroup_01
    // CPython: test_taskgroups.test_taskgroup_02
    test("taskGroup() returns the body's result once all children have ended", function* () {
      const tasks: Task<number>[] = [];
      const result = yield* taskGroup(function* (group) {
        tasks.push(group.createTask(sleep(100, 42)));
        yield* sleep(150);
        tasks.push(group.createTask(sleep(200, 11)));
        return "body";
      });
      expect(result).toBe("body");
      expect(tasks.map((task) => task.result())).toEqual([42, 11]);
      expect(now()).toBe(350);
    });

    // CPython: test_taskgroups.test_taskgroup_03
    test("rule 24: taskGroup() drops the CancelledError of a child, and the other children go on", function* () {
      const tasks: Task<number>[] = [];
      yield* taskGroup(function* (group) {
        tasks.push(group.createTask(sleep(1000, 42)));
        yield* sleep(150);
        tasks[0]!.cancel();
        tasks.push(group.createTask(sleep(200, 11)));
      });
      expect(tasks[0]!.cancelled()).toBe(true);
      expect(tasks[1]!.result()).toBe(11);
      expect(now()).toBe(350);
    });

    // CPython: test_taskgroups.test_taskgroup_24
    test("rule 24: a child can create further children, also after the body has ended", function* () {
      const log: number[] = [];
      yield* taskGroup(function* (group) {
        function* nested(depth: number): Coroutine<void> {
          yield* sleep(10);
          log.push(depth);
          if (depth < 3) for (let i = 0; i < 2; i++) group.createTask(nested(depth + 1));
        }
        group.createTask(nested(1));
      });
      expect(log).toEqual([1, 2, 2, 3, 3, 3, 3]);
    });

    // CPython: test_taskgroups.test_taskgroup_task_name
    // CPython: test_taskgroups.test_taskgroup_task_context
    // CPython: test_taskgroups.test_name
    test("group.createTask() applies the given name and context to the child", function* () {
      const variable = new ContextVar<string>("variable");
      const context = copyContext();
      function* sets(): Coroutine<string> {
        yield* sleep(0);
        variable.set("set");
        return currentTask()!.getName();
      }
      const task = yield* taskGroup(function* (group) {
        return group.createTask(sets(), { name: "yolo", context });
      });
      expect(task.result()).toBe("yolo");
      expect(context.get(variable)).toBe("set");
    });
  });

  describe(`a failing child, ${kind}`, () => {
    beforeEach(function* () {
      prepare(getRunningLoop());
    });
    // CPython: test_taskgroups.test_cancel_children_on_child_error
    test("rule 24: the first error of a child cancels its siblings and the body once", function* () {
      const seen: string[] = [];
      function* sibling(): Coroutine<void> {
        try {
          yield* sleep(10_000);
        } catch (error) {
          seen.push("sibling");
          throw error;
        }
      }
      const group = taskGroup(function* (group) {
        group.createTask(failing(100, "one"));
        group.createTask(failing(100, "two"));
        group.createTask(sibling());
        try {
          yield* sleep(10_000);
        } catch (error) {
          seen.push(`body ${cancelling()}`);
          throw error;
        }
      });
      expect(messages(yield* thrown(group))).toBe("[one two]");
      expect(seen).toEqual(["sibling", "body 1"]);
      expect(now()).toBe(100);
      expect(cancelling()).toBe(0);
    });

    // CPython: test_taskgroups.test_taskgroup_04
    test("rule 24: an error of a child after the body has ended cancels its siblings and is thrown in an ExceptionGroup", function* () {
      let sibling: Task<void>;
      const task = createTask(
        taskGroup(function* (group) {
          group.createTask(failing(100));
          sibling = group.createTask(sleep(10_000));
        }),
      );
      const error = yield* thrown(task);
      expect(error).toBeInstanceOf(ExceptionGroup);
      expect(error.message).toBe("unhandled errors in a TaskGroup");
      expect(messages(error)).toBe("[failed]");
      expect(sibling!.cancelled()).toBe(true);
      expect(task.cancelled()).toBe(false);
      expect(task.cancelling()).toBe(0);
    });

    // CPython: test_taskgroups.test_cancelling_level_preserved
    // CPython: test_taskgroups.test_cancellation_does_not_leak_out_of_tg
    test("rule 24: a group that failed leaves no cancellation request on its parent task", function* () {
      expect(messages(yield* thrown(taskGroup(failImmediately)))).toBe("[failed]");
      expect(cancelling()).toBe(0);
      yield* sleep(0);
      yield* sleep(10);
      function* failImmediately(group: TaskGroup): Coroutine<void> {
        group.createTask(function* () {
          throw new Failure("failed");
        });
      }
    });

    test("rule 24: a group whose body swallows its cancellation waits for the body and throws the child's error", function* () {
      const group = taskGroup(function* (group) {
        group.createTask(failing(10));
        yield* thrown(sleep(1000));
        yield* sleep(20);
        return "swallowed";
      });
      expect(messages(yield* thrown(group))).toBe("[failed]");
      expect(now()).toBe(30);
      expect(cancelling()).toBe(0);
    });

    // CPython: test_taskgroups.test_taskgroup_21a
    test("rule 24: a group throws the errors in the order in which the children ended, and the body's error last", function* () {
      const group = taskGroup(function* (group) {
        group.createTask(failing(10, "first"));
        for (const ms of [30, 20]) {
          group.createTask(function* () {
            yield* thrown(sleep(1000));
            yield* sleep(ms);
            throw new Failure(`${ms}`);
          });
        }
        yield* thrown(sleep(1000));
        throw new Failure("body");
      });
      expect(messages(yield* thrown(group))).toBe("[first 20 30 body]");
      expect(now()).toBe(40);
    });

    // CPython: test_taskgroups.test_cancels_task_if_created_during_creation
    test("a child that fails in its first step cancels the child that created it", function* () {
      let cancelled = false;
      const group = taskGroup(function* (group) {
        group.createTask(function* () {
          group.createTask(function* () {
            throw new Failure("third");
          });
          try {
            yield* sleep(0);
            yield* sleep(0);
          } catch {
            cancelled = true;
          }
        });
      });
      expect(messages(yield* thrown(group))).toBe("[third]");
      expect(cancelled).toBe(true);
    });

    // CPython: test_taskgroups.test_taskgroup_25
    test("an error of the body cancels children that keep creating new children", function* () {
      let heads = 0;
      const group = taskGroup(function* (group) {
        function* hydra(): Coroutine<void> {
          heads++;
          yield* sleep(10);
          if (heads < 100) for (let i = 0; i < 2; i++) group.createTask(hydra());
        }
        group.createTask(hydra());
        yield* sleep(35);
        throw new Failure("hercules");
      });
      expect(messages(yield* thrown(group))).toBe("[hercules]");
      expect(heads).toBe(15);
      expect(allTasks().size).toBe(1);
    });

    // CPython: test_taskgroups.test_taskgroup_19
    // CPython: test_taskgroups.test_taskgroup_20a
    // CPython: test_taskgroups.test_taskgroup_context_manager_exit_raises
    test("a group throws an error of the body's clean-up after the child's error", function* () {
      const group = taskGroup(function* (group) {
        group.createTask(failing(10, "child"));
        yield* failingCleanUp("body");
      });
      expect(messages(yield* thrown(group))).toBe("[child body]");
      expect(cancelling()).toBe(0);
    });
  });

  describe(`a failing body, ${kind}`, () => {
    beforeEach(function* () {
      prepare(getRunningLoop());
    });
    // CPython: test_taskgroups.test_taskgroup_09
    // CPython: test_taskgroups.test_taskgroup_10
    test.each([0, 100])("rule 24: a body that fails after %d ms cancels the children, and its error is thrown in a group", function* (ms) {
      const tasks: Task<void>[] = [];
      const group = taskGroup(function* (group) {
        tasks.push(group.createTask(sleep(1000)), group.createTask(sleep(2000)));
        if (ms > 0) yield* sleep(ms);
        throw new Failure("body");
      });
      const error = yield* thrown(group);
      expect(error).toBeInstanceOf(ExceptionGroup);
      expect(messages(error)).toBe("[body]");
      expect(tasks.map((task) => task.cancelled())).toEqual([true, true]);
      expect(now()).toBe(ms);
      expect(cancelling()).toBe(0);
    });
  });

  describe(`a cancellation from outside, ${kind}`, () => {
    beforeEach(function* () {
      prepare(getRunningLoop());
    });
    // CPython: test_taskgroups.test_taskgroup_07
    test("rule 24: cancelling the parent during the body throws CancelledError with its message once the children have ended", function* () {
      const ended: string[] = [];
      function* child(): Coroutine<void> {
        try {
          yield* sleep(10_000);
        } finally {
          yield* sleep(10);
          ended.push("child");
        }
      }
      const task = createTask(
        taskGroup(function* (group) {
          for (let i = 0; i < 3; i++) group.createTask(child());
          try {
            yield* sleep(10_000);
          } finally {
            ended.push("body");
          }
        }),
      );
      yield* sleep(100);
      task.cancel("test");
      expect(yield* thrown(task)).toMatchObject({ message: "test" });
      expect(task.cancelled()).toBe(true);
      expect(ended).toEqual(["body", "child", "child", "child"]);
      expect(now()).toBe(110);
    });

    // CPython: test_taskgroups.test_cancellation
    // CPython: test_taskgroups.test_taskgroup_22
    test("rule 24: cancelling the parent after the body has ended cancels the children and throws CancelledError with its message", function* () {
      const tasks: Task<void>[] = [];
      const task = createTask(
        taskGroup(function* (group) {
          for (let i = 0; i < 3; i++) tasks.push(group.createTask(sleep(10_000)));
        }),
      );
      yield* sleep(100);
      task.cancel("test");
      expect(yield* thrown(task)).toMatchObject({ message: "test" });
      expect(tasks.map((each) => each.cancelled())).toEqual([true, true, true]);
    });

    // CPython: test_taskgroups.test_taskgroup_17
    test("cancelling the parent of a group without children throws CancelledError with its message", function* () {
      const task = createTask(taskGroup(() => sleep(10_000)));
      yield* sleep(100);
      task.cancel("test");
      expect(yield* thrown(task)).toMatchObject({ message: "test" });
    });

    // CPython: test_taskgroups.test_taskgroup_08
    test("rule 24: cancelling the parent of children that then fail throws the group, and CancelledError at the next await", function* () {
      const caught: string[] = [];
      const task = createTask(function* () {
        const group = taskGroup(function* (group) {
          for (let i = 0; i < 2; i++) group.createTask(failingCleanUp(`child ${i}`));
          yield* sleep(10_000);
        });
        caught.push(messages(yield* thrown(group)));
        expect(cancelling()).toBe(1);
        // CancelledError is thrown at this await.
        yield* sleep(1000);
        caught.push("went on");
      });
      yield* sleep(100);
      task.cancel();
      expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
      expect(caught).toEqual(["[child 0 child 1]"]);
      expect(task.cancelling()).toBe(1);
      expect(now()).toBe(100);
    });

    // CPython: test_taskgroups.test_taskgroup_18
    test("rule 24: cancelling the parent of a body that then fails throws the group", function* () {
      const task = createTask(taskGroup(() => failingCleanUp("body")));
      yield* sleep(100);
      task.cancel();
      expect(messages(yield* thrown(task))).toBe("[body]");
    });

    // CPython: test_taskgroups.test_taskgroup_15
    // CPython: test_taskgroups.test_taskgroup_16
    test("rule 24: an error of a child while the cancelled body cleans up interrupts the clean-up and is thrown in the group", function* () {
      const body = function* (group: TaskGroup) {
        group.createTask(failing(300));
        try {
          yield* sleep(10_000);
        } finally {
          yield* sleep(500);
        }
      };
      const task = createTask(taskGroup(body));
      yield* sleep(100);
      task.cancel();
      expect(messages(yield* thrown(task))).toBe("[failed]");
      expect(now()).toBe(300);
    });

    // CPython: test_taskgroups.test_error_and_cancel
    test.each(["just before", "just after"])(
      "rule 24: cancelling the parent %s a child's error, in the same tick, throws the group and leaves that one request",
      function* (moment) {
        const task = createTask(function* () {
          const group = taskGroup(function* (group) {
            const child = group.createTask(function* () {
              yield* sleep(10);
              if (moment === "just before") getRunningLoop().callSoon(() => task.cancel());
              throw new Failure("failed");
            });
            if (moment === "just after") child.addDoneCallback(() => task.cancel());
            yield* sleep(10_000);
          });
          expect(messages(yield* thrown(group))).toBe("[failed]");
          expect(cancelling()).toBe(1);
          yield* sleep(10_000);
        });
        expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
        expect(task.cancelling()).toBe(1);
        expect(now()).toBe(10);
      },
    );

    test("rule 24: an error of a child after the parent was cancelled does not cancel the parent again", function* () {
      const counts: number[] = [];
      const task = createTask(
        taskGroup(function* (group) {
          group.createTask(failingCleanUp());
          group.createTask(function* () {
            yield* thrown(sleep(10_000));
            yield* sleep(10);
            counts.push(task.cancelling());
          });
        }),
      );
      yield* sleep(10);
      task.cancel();
      expect(messages(yield* thrown(task))).toBe("[in cleanup]");
      expect(counts).toEqual([1]);
      expect(task.cancelling()).toBe(1);
    });

    test("rule 24: cancelling the parent twice while the group waits cancels the children once and leaves both requests", function* () {
      let cancellations = 0;
      const task = createTask(
        taskGroup(function* (group) {
          group.createTask(function* () {
            for (let i = 0; i < 3; i++) {
              try {
                yield* sleep(100);
              } catch {
                cancellations++;
              }
            }
          });
        }),
      );
      yield* sleep(10);
      task.cancel("first");
      yield* sleep(10);
      task.cancel("second");
      expect(yield* thrown(task)).toMatchObject({ message: "first" });
      expect(cancellations).toBe(1);
      expect(task.cancelling()).toBe(2);
      expect(now()).toBe(210);
    });
  });

  describe(`nested groups, ${kind}`, () => {
    beforeEach(function* () {
      prepare(getRunningLoop());
    });
    // CPython: test_taskgroups.test_taskgroup_13
    test("an error of an outer child cancels the inner group, which adds no error", function* () {
      const outer = taskGroup(function* (outer) {
        outer.createTask(failing(100, "outer"));
        yield* taskGroup(function* (inner) {
          inner.createTask(failing(10_000, "inner"));
        });
      });
      expect(messages(yield* thrown(outer))).toBe("[outer]");
      expect(cancelling()).toBe(0);
    });

    // CPython: test_taskgroups.test_taskgroup_14
    test("an error of an inner child is thrown in the inner group, which is an error of the outer group", function* () {
      const outer = taskGroup(function* (outer) {
        outer.createTask(failing(10_000, "outer"));
        yield* taskGroup(function* (inner) {
          inner.createTask(failing(100, "inner"));
        });
      });
      expect(messages(yield* thrown(outer))).toBe("[[inner]]");
    });

    // CPython: test_taskgroups.test_taskgroup_11
    // CPython: test_taskgroups.test_taskgroup_12
    test.each(["without", "with"])(
      "an inner group that fails when cancelled is thrown in an outer group %s other children",
      function* (others) {
        const task = createTask(
          taskGroup(function* (outer) {
            if (others === "with") outer.createTask(sleep(10_000));
            yield* taskGroup(function* (inner) {
              for (let i = 0; i < 2; i++) inner.createTask(failingCleanUp(`${i}`));
              yield* sleep(10_000);
            });
          }),
        );
        yield* sleep(100);
        task.cancel();
        expect(messages(yield* thrown(task))).toBe("[[0 1]]");
      },
    );

    // CPython: test_taskgroups.test_nested_groups_both_cancelled
    test("an inner and an outer group that fail in one tick leave one request between them and none afterwards", function* () {
      const counts: number[] = [];
      const outer = taskGroup(function* (outer) {
        const inner = taskGroup(function* (inner) {
          inner.createTask(failing(0, "inner"));
          outer.createTask(failing(0, "outer"));
        });
        expect(messages(yield* thrown(inner))).toBe("[inner]");
        counts.push(cancelling());
      });
      expect(messages(yield* thrown(outer))).toBe("[outer]");
      counts.push(cancelling());
      expect(counts).toEqual([1, 0]);
    });

    test("a timeout around a group cancels the children and throws TimeoutError", function* () {
      let child: Task<void>;
      const limited = timeout(10, () =>
        taskGroup(function* (group) {
          child = group.createTask(sleep(1000));
        }),
      );
      expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
      expect(child!.cancelled()).toBe(true);
      expect(cancelling()).toBe(0);
    });
  });

  describe(`rule 24: createTask() on a group that takes no more children, ${kind}`, () => {
    beforeEach(function* () {
      prepare(getRunningLoop());
    });
    /** Returns an unstarted coroutine, and a function that tells whether it was closed. */
    const closable = () => {
      const coroutine = sleep(1000);
      return { coroutine, closed: () => coroutine.next().done === true };
    };

    // CPython: test_taskgroups.test_taskgroup_finished
    // CPython: test_taskgroups.test_coro_closed_when_tg_closed
    test("rule 24: group.createTask() on a finished group throws and closes the coroutine", function* () {
      const group = yield* taskGroup(function* (group) {
        return group;
      });
      const { coroutine, closed } = closable();
      expect(() => group.createTask(coroutine)).toThrow("is finished");
      expect(() => group.createTask(() => sleep(1000))).toThrow("is finished");
      expect(closed()).toBe(true);
      expect(allTasks().size).toBe(1);
    });

    // CPython: test_taskgroups.test_taskgroup_no_create_task_after_failure
    test("rule 24: group.createTask() on an aborting group throws and closes the coroutine", function* () {
      const outcome: unknown[] = [];
      const group = taskGroup(function* (group) {
        group.createTask(failing(10));
        group.createTask(function* () {
          yield* thrown(sleep(1000));
          const { coroutine, closed } = closable();
          expect(() => group.createTask(coroutine)).toThrow("is shutting down");
          outcome.push(closed());
        });
      });
      expect(messages(yield* thrown(group))).toBe("[failed]");
      expect(outcome).toEqual([true]);
    });
  });
}

test("rule 24: an error of a child whose parent task is done goes to the exception handler", function* () {
  // No task is left that could receive the error: the parent ended without awaiting its group.
  const reports: string[] = [];
  collectReports(reports);
  let group: TaskGroup | undefined;
  const parent = createTask(function* () {
    const abandoned = taskGroup(function* (own) {
      group = own;
      yield* sleep(1000);
    });
    abandoned.next();
  });
  yield* parent;
  group!.createTask(failing(10));
  yield* sleep(20);
  expect(reports).toEqual([expect.stringMatching(/has errored out but its parent task .* is already completed: Error: failed/)]);
});

// CPython: test_taskgroups.test_taskgroup_without_parent_task
test("taskGroup() outside a task throws", function* () {
  let error: unknown;
  getRunningLoop().callSoon(() => {
    try {
      taskGroup(() => sleep(1)).next();
    } catch (caught) {
      error = caught;
    }
  });
  yield* sleep(0);
  expect(error).toMatchObject({ message: expect.stringContaining("inside a task") });
});

plain("run() that ends while a task group waits cancels the group's children and waits for them", () => {
  const loop = new VirtualLoop();
  const ended: string[] = [];
  const main = function* () {
    createTask(
      taskGroup(function* (group) {
        group.createTask(function* () {
          try {
            yield* sleep(10_000);
          } finally {
            yield* sleep(5);
            ended.push("child");
          }
        });
      }),
    );
    yield* sleep(10);
  };
  run(main, { loop });
  expect(ended).toEqual(["child"]);
});

// CPython: test_taskgroups.test_taskgroup_23
test("String(group) shows the number of children that have not ended", function* () {
  yield* taskGroup(function* (group) {
    expect(String(group)).toBe("<TaskGroup tasks=0 errors=0 entered>");
    const child = group.createTask(sleep(10));
    expect(String(group)).toBe("<TaskGroup tasks=1 errors=0 entered>");
    yield* child;
    expect(String(group)).toBe("<TaskGroup tasks=0 errors=0 entered>");
  });
});
