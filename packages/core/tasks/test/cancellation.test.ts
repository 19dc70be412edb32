import {
  asCompleted,
  coroutine,
  createTask,
  forEach,
  gather,
  gatherSettled,
  shield,
  sleep,
  type Source,
  taskGroup,
  timeout,
  wait,
  waitFor,
} from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { type Children, outcome, outcomes, parkOnce, type Program } from "./cancellation-outcome.ts";

// The task that runs the program is cancelled in every pass of the loop in turn: before its first step, while it is parked,
// between the end of the awaited future and the wake-up, and while its children clean up. `outcome` checks that no child,
// timer or cancellation request is lost. The expected outcomes were recorded with the same programs under CPython 3.14.

/** A source that awaits a child in `next()` and another in `return()`. */
function source(children: Children): Source<string> {
  return {
    *next() {
      return { done: false, value: yield* children.child("a") };
    },
    *return() {
      yield* children.child("b");
    },
  };
}

interface Case {
  readonly name: string;
  /** The outcomes of one request in the first pass, in the second, and so on until the task is done: the task's, then the children's. */
  readonly once: string;
  /** The outcomes of two requests in the same pass. */
  readonly twice: string;
  readonly program: Program;
}

const CASES: readonly Case[] = [
  {
    name: "a bare yield",
    once: "stop --, stop --, stop --",
    twice: "again --, again --, again --",
    *program() {
      yield* sleep(0);
      yield* sleep(0);
    },
  },
  {
    name: "a future",
    once: "stop --, stop --, stop --",
    twice: "again --, stop --, again --",
    *program() {
      yield* parkOnce();
    },
  },
  {
    name: "a coroutine",
    once: "stop --, stop x-, stop x-, stop x-",
    twice: "again --, stop x-, again x-, again x-",
    *program(children) {
      yield* children.child("a");
    },
  },
  {
    name: "a marked coroutine",
    once: "stop --, stop x-, stop x-, stop x-",
    twice: "again --, stop x-, again x-, again x-",
    *program(children) {
      const marked = coroutine(function* () {
        return yield* children.child("a");
      });
      yield* marked();
    },
  },
  {
    name: "a task",
    once: "stop --, stop --, stop x-, stop x-, stop x-, stop +-",
    twice: "again --, again --, stop x-, again x-, again x-, again +-",
    *program(children) {
      yield* createTask(children.child("a"));
    },
  },
  {
    name: "gather()",
    once: "stop --, stop --, stop xx, stop xx, stop xx, stop ++, stop ++",
    twice: "again --, again --, stop xx, again xx, again xx, again ++, again ++",
    *program(children) {
      yield* gather(children.child("a"), children.child("b"));
    },
  },
  {
    name: "gather() with a failing child",
    once: "stop --, stop --, stop xx, stop xx, stop xx, stop ++, stop ++",
    twice: "again --, again --, stop xx, again xx, again xx, again ++, again ++",
    *program(children) {
      yield* gather(children.failing("a"), children.child("b"));
    },
  },
  {
    name: "gatherSettled()",
    once: "stop --, stop --, stop xx, stop xx, stop xx, stop ++, stop ++",
    twice: "again --, again --, stop xx, again xx, again xx, again ++, again ++",
    *program(children) {
      yield* gatherSettled(children.child("a"), children.failing("b"));
    },
  },
  {
    name: "wait()",
    once: "stop --, stop ++, stop ++, stop ++, stop ++, stop ++, stop ++",
    twice: "again --, stop ++, stop ++, stop ++, stop ++, stop ++, again ++",
    *program(children) {
      yield* wait([createTask(children.child("a")), createTask(children.child("b"))], { timeout: 1000 });
    },
  },
  {
    name: "waitFor() of a coroutine",
    once: "stop --, stop x-, stop x-, stop x-",
    twice: "again --, stop x-, again x-, again x-",
    *program(children) {
      yield* waitFor(children.child("a"), 1000);
    },
  },
  {
    name: "waitFor() of a task",
    once: "stop --, stop --, stop x-, stop x-, stop x-, stop +-",
    twice: "again --, again --, stop x-, again x-, again x-, again +-",
    *program(children) {
      yield* waitFor(createTask(children.child("a")), 1000);
    },
  },
  {
    name: "waitFor() with a timeout of 0",
    once: "stop --, stop +-, stop x-, stop x-, stop x-, stop x-, stop x-",
    twice: "again --, again +-, stop x-, stop x-, stop x-, stop x-, again x-",
    *program(children) {
      const task = createTask(children.child("a"));
      yield* sleep(0);
      yield* waitFor(task, 0);
    },
  },
  {
    name: "shield()",
    once: "stop --, stop +-, stop +-, stop +-, stop +-, stop +-, stop +-",
    twice: "again --, stop +-, stop +-, stop +-, stop +-, stop +-, again +-",
    *program(children) {
      yield* shield(children.child("a"));
    },
  },
  {
    name: "asCompleted() in for … of",
    once: "stop --, stop ++, stop ++, stop ++, stop ++, stop ++, stop ++",
    twice: "again --, stop ++, stop ++, stop ++, stop ++, stop ++, again ++",
    *program(children) {
      for (const next of asCompleted([children.child("a"), children.child("b")], { timeout: 1000 })) yield* next;
    },
  },
  {
    name: "asCompleted() in forEach()",
    once: "stop --, stop ++, stop ++, stop ++, stop ++, stop ++, stop ++",
    twice: "again --, stop ++, stop ++, stop ++, stop ++, stop ++, again ++",
    *program(children) {
      yield* forEach(asCompleted([children.child("a"), children.child("b")], { timeout: 1000 }), function* () {});
    },
  },
  {
    name: "timeout()",
    once: "stop --, stop x-, stop x-, stop x-",
    twice: "again --, stop x-, again x-, again x-",
    *program(children) {
      yield* timeout(1000, () => children.child("a"));
    },
  },
  {
    name: "timeout(0)",
    once: "stop --, stop x-,  x-, stop !-, stop !-",
    twice: "again --, stop x-,  x-, stop !-, again !-",
    *program(children) {
      yield* timeout(0, () => children.child("a"));
    },
  },
  {
    name: "timeout(0) around sleep()",
    once: "stop --, stop --,  --",
    twice: "again --, stop --,  --",
    *program() {
      yield* timeout(0, () => sleep(1000));
    },
  },
  {
    name: "timeout(0) inside timeout()",
    once: "stop --, stop x-,  x-, stop !-, stop !-",
    twice: "again --, stop x-,  x-, stop !-, again !-",
    *program(children) {
      yield* timeout(1000, () => timeout(0, () => children.child("a")));
    },
  },
  {
    name: "forEach() over a source",
    once: "stop --, stop x+, stop x+, stop x+, stop +x, stop +x, stop +x",
    twice: "again --, stop x+, again x+, again x+, stop +x, again +x, again +x",
    *program(children) {
      yield* forEach(source(children), function* () {
        return forEach.stop;
      });
    },
  },
  {
    name: "taskGroup()",
    once: "stop --, stop xx, stop xx, stop xx, stop ++, stop ++, stop ++",
    twice: "again --, stop xx, stop xx, stop xx, stop ++, stop ++, again ++",
    *program(children) {
      yield* taskGroup(function* (group) {
        group.createTask(children.child("a"));
        group.createTask(children.child("b"));
      });
    },
  },
  {
    name: "taskGroup() whose body waits",
    once: "stop --, stop xx, stop +x, stop +x, stop ++, stop ++, stop ++",
    twice: "again --, stop xx, again +x, again +x, stop ++, stop ++, again ++",
    *program(children) {
      yield* taskGroup(function* (group) {
        group.createTask(children.child("a"));
        yield* children.child("b");
      });
    },
  },
  {
    name: "taskGroup() with a failing child",
    once: "stop --, stop x-, stop x-, stop xx, group +x, group +x, group +x, group +x, group +x, group +x",
    twice: "again --, stop x-, again x-, stop xx, group +x, group +x, group +x, group +x, group +x, group +x",
    *program(children) {
      yield* taskGroup(function* (group) {
        group.createTask(children.failing("a"));
        yield* parkOnce();
        group.createTask(children.child("b"));
      });
    },
  },
];

const STOP = ["stop"];
const STOP_AGAIN = ["stop", "again"];

describe.each(CASES)("a task that awaits $name", ({ program, once, twice }) => {
  test("ends as in CPython if cancelled once at the beginning of any pass", () => {
    expect(outcomes(program, "first", STOP).join(", ")).toBe(once);
  });

  test("ends as in CPython if cancelled twice at the beginning of any pass", () => {
    expect(outcomes(program, "first", STOP_AGAIN).join(", ")).toBe(twice);
  });

  test("ends the same if cancelled at the end of a pass or at the beginning of the next", () => {
    expect(outcomes(program, "last", STOP)).toEqual(once.split(", ").slice(1));
    expect(outcomes(program, "last", STOP_AGAIN)).toEqual(twice.split(", ").slice(1));
  });

  test("loses no child, timer or request if cancelled in any two passes", () => {
    for (let first = 1; first < 11; first++) {
      for (let second = first + 1; second < 13; second++) {
        const [, accepted] = outcome(program, "first", [
          [first, "stop"],
          [second, "again"],
        ]);
        expect(accepted).toBeLessThanOrEqual(2);
      }
    }
  });
});
