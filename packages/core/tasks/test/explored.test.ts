import {
  allTasks,
  asCompleted,
  CancelledError,
  type Coroutine,
  createTask,
  currentTask,
  ExceptionGroup,
  forEach,
  gather,
  gatherSettled,
  iterate,
  shield,
  sleep,
  type Source,
  type Task,
  taskGroup,
  timeout,
  TimeoutError,
  wait,
  waitFor,
} from "@asyncio-ts/tasks";
import { explore } from "@asyncio-ts/testing";
import { check, cutsOf, LONG, makeCut } from "@asyncio-ts/test-helpers/cut";
import { expect, test } from "vitest";

/** The caller of the combinator or one of its children is cancelled. */
const cuts = cutsOf(["caller", 0, 1, 2], 4);

/** A cut of an exercise. */
type Cut = (typeof cuts)[number];

/** Calls a combinator twice on three children: an early one, a late one, and a third that waits twice. */
type Exercise = (child: (index: number) => Coroutine<number>, cut: Cut) => Coroutine<void>;

const exercises: Record<string, Exercise> = {
  *gather(child) {
    const results = yield* gather(child(0), child(1), child(2));
    check(results.join() === "0,1,2", "gather() gives the results in the order of its arguments");
  },

  *gatherSettled(child, cut) {
    const results = yield* gatherSettled(child(0), child(1), child(2));
    results.forEach((result, i) => {
      const isVictim = cut !== null && cut.victim === i;
      check(result.status === "fulfilled" ? result.value === i : isVictim, "gatherSettled() gives the outcome of each child");
    });
  },

  *wait(child) {
    const tasks = [0, 1, 2].map((i) => createTask(child(i)));
    const first = yield* wait(tasks, { returnWhen: "FIRST_COMPLETED" });
    check(first.done.size > 0 && first.done.size + first.pending.size === 3, "wait() returns every task once");
    for (const task of first.done) check(task.done(), "wait() returns only done tasks as done");
    const { done, pending } = yield* wait(tasks);
    check(done.size === 3 && pending.size === 0, "wait() for all returns all");
  },

  *waitFor(child, cut) {
    const started = createTask(child(1));
    try {
      const result = yield* waitFor(started, 30);
      check(result === 1, "waitFor() gives the result");
    } catch (error) {
      check(started.done(), "waitFor() leaves no task running");
      check(!(error instanceof CancelledError) || cut !== null, "waitFor() is cancelled only with its caller or its task");
      if (!(error instanceof TimeoutError)) throw error;
    }
  },

  *shield(child) {
    const inner = createTask(child(2));
    try {
      yield* shield(inner);
      check(inner.done(), "shield() waits for the inner task");
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      const [own, cancelled] = [currentTask()!.cancelling() > 0, inner.cancelling() > 0];
      check(own || cancelled, "shield() is cancelled only with its caller or its inner task");
      yield* wait([inner]);
      check(inner.cancelled() === cancelled, "shield() keeps the cancellation from the inner task");
      throw error;
    }
  },

  *timeout(child, cut) {
    try {
      yield* timeout(30, () => child(1));
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
    check(cut !== null || currentTask()!.cancelling() === 0, "timeout() takes its cancellation back");
  },

  *taskGroup(child, cut) {
    const started: Task<number>[] = [];
    try {
      yield* taskGroup(function* (group) {
        for (const i of [0, 1, 2]) started.push(group.createTask(child(i)));
      });
      started.forEach((task, i) => check(task.cancelled() ? cut?.victim === i : task.result() === i, "taskGroup() ends with its children"));
    } catch (error) {
      check(error instanceof CancelledError && cut?.victim === "caller", "taskGroup() throws only its caller's cancellation");
      throw error;
    } finally {
      check(
        started.every((task) => task.done()),
        "taskGroup() leaves no child running",
      );
    }
  },

  *"taskGroup with an error"(child) {
    const started: Task<number>[] = [];
    try {
      yield* taskGroup(function* (group) {
        for (const i of [0, 1]) started.push(group.createTask(child(i)));
        group.createTask(function* () {
          yield* sleep(1);
          throw new RangeError("a child");
        });
      });
      check(false, "taskGroup() throws the error of a child");
    } catch (error) {
      check(error instanceof ExceptionGroup || error instanceof CancelledError, "taskGroup() throws the error of a child in a group");
      check(
        started.every((task) => task.done()),
        "taskGroup() leaves no child running",
      );
      if (error instanceof CancelledError) throw error;
    }
  },

  *asCompleted(child) {
    const seen: number[] = [];
    for (const next of asCompleted([child(0), child(1), child(2)])) {
      try {
        seen.push(yield* next);
      } catch (error) {
        if (!(error instanceof CancelledError) || currentTask()!.cancelling() > 0) throw error;
        seen.push(-1);
      }
    }
    check(seen.length === 3 && new Set(seen).size === 3, "asCompleted() gives each result once");
  },

  *"forEach and iterate"(child) {
    for (const read of [forEachRead, iterateRead]) {
      const source = new Countdown(child);
      try {
        check((yield* read(source)) === 3, "every item is read");
      } finally {
        check(source.closed === (source.isExhausted ? 0 : 1), "every early exit closes the source once");
      }
    }
  },
};

/** A source of three items, each of which takes the time of a child. */
class Countdown implements Source<number> {
  closed = 0;
  isExhausted = false;
  #next = 0;
  readonly #child: (index: number) => Coroutine<number>;

  constructor(child: (index: number) => Coroutine<number>) {
    this.#child = child;
  }

  *next(): Coroutine<IteratorResult<number>> {
    this.isExhausted = this.#next === 3;
    if (this.isExhausted) return { done: true, value: undefined };
    return { done: false, value: yield* this.#child(this.#next++) };
  }

  *return(): Coroutine<void> {
    this.closed++;
    yield* sleep(0);
  }
}

function* forEachRead(source: Source<number>): Coroutine<number> {
  let read = 0;
  yield* forEach(source, function* () {
    read++;
  });
  return read;
}

function* iterateRead(source: Source<number>): Coroutine<number> {
  let read = 0;
  const it = iterate(source);
  try {
    while (yield* it.next()) read++;
  } finally {
    yield* it.close();
  }
  return read;
}

/** Runs an exercise twice in a task, cancels a victim, and checks that nothing is left. */
const program = (exercise: Exercise, cut: Cut) =>
  function* (): Coroutine<void> {
    const children = new Map<number, Task<unknown>>();
    function* child(index: number): Coroutine<number> {
      const task = currentTask()!;
      if (task !== caller) children.set(index, task);
      yield* sleep(index === 1 ? 20 : 0);
      if (index === 2) yield* sleep(0);
      return index;
    }
    const caller: Task<void> = createTask(function* () {
      for (let i = 0; i < 2; i++) yield* exercise(child, cut);
    });
    makeCut(cut, (victim) => (victim === "caller" ? caller : children.get(victim)));
    yield* sleep(LONG);
    check(caller.done(), "the caller ends");
    if (!caller.cancelled()) caller.result();
    else check(cut !== null, "the caller is cancelled only by a cut");
    check(allTasks().size === 1, "no task is left");
  };

/** Milliseconds for one exercise: seconds on a free machine, and long enough for a busy one. */
const LIMIT = 180_000;

test.each(Object.entries(exercises))(
  "%s keeps its promises under all schedules with up to three deviations",
  { timeout: LIMIT },
  (_name, exercise) => {
    for (const cut of cuts) {
      expect(explore(program(exercise, cut), { strategy: "exhaustive", deviations: 3, runs: 100_000 }).complete).toBe(true);
    }
  },
);
