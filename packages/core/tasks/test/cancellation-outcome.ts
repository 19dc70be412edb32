import { allTasks, type Coroutine, createTask, ExceptionGroup, getRunningLoop, sleep, type Task } from "@asyncio-ts/tasks";
import { expect } from "vitest";
import { firedTimers } from "./fired-timers.ts";

/** Awaits a future that a callback sets: the task is parked for one pass, and runnable for one. */
export function* parkOnce(): Coroutine<void> {
  const loop = getRunningLoop();
  const future = loop.createFuture<void>();
  loop.callSoon(() => future.done() || future.setResult());
  yield* future;
}

/**
 * The states of the children "a" and "b", one sign each: `-` not started, `+` finished, `x` cancelled and cleaned up,
 * `!` interrupted while cleaning up.
 */
export class Children {
  readonly #states = new Map<string, string>();

  /** Parks once and yields once. When it is cancelled, its clean-up parks once more. */
  *child(name: string): Coroutine<string> {
    this.#states.set(name, "?");
    try {
      yield* parkOnce();
      yield* sleep(0);
      this.#states.set(name, "+");
      return name;
    } catch (error) {
      this.#states.set(name, "!");
      yield* parkOnce();
      this.#states.set(name, "x");
      throw error;
    }
  }

  /** Runs like `child`, and throws at its end. */
  *failing(name: string): Coroutine<never> {
    yield* this.child(name);
    throw new RangeError(name);
  }

  toString(): string {
    return ["a", "b"].map((name) => this.#states.get(name) ?? "-").join("");
  }
}

/** A coroutine function that awaits children. */
export type Program = (children: Children) => Coroutine<unknown>;

/** Where in a pass the cancellations are requested: before all other callbacks, or after them. */
export type Position = "first" | "last";

/** A call of `task.cancel(message)` in the pass of that number. */
export type CancelRequest = readonly [pass: number, message: string];

/** More passes than any program takes. */
const PASSES = 30;

/**
 * Runs a program as a task and cancels the task. Expects that no child, timer or request is lost.
 *
 * @returns the outcomes of the task and its children, and the number of requests that came before the task was done
 */
export function outcome(program: Program, position: Position, requests: readonly CancelRequest[]): [string, number] {
  let accepted = 0;
  let summary = "";
  const drive = function* (): Coroutine<void> {
    const loop = getRunningLoop();
    const children = new Children();
    let pass = 0;
    const tick = () => {
      pass++;
      for (const [at, message] of requests) if (at === pass && task.cancel(message)) accepted++;
      if (pass < PASSES) loop.callSoon(tick);
    };
    if (position === "first") loop.callSoon(tick);
    const task: Task<unknown> = createTask(program(children));
    if (position === "last") loop.callSoon(tick);
    for (let i = 0; i < PASSES; i++) yield* sleep(0);

    expect(task.done()).toBe(true);
    expect(allTasks().size).toBe(1);
    expect(task.cancelling()).toBe(accepted);
    summary = `${taskOutcome(task)} ${children}`;
  };
  expect(firedTimers(drive)).toEqual([]);
  return [summary, accepted];
}

function taskOutcome(task: Task<unknown>): string {
  try {
    task.result();
    return "+";
  } catch (error) {
    if (task.cancelled()) return (error as Error).message;
    return error instanceof ExceptionGroup ? "group" : (error as Error).name;
  }
}

/** Returns the outcome for each pass in which the task is not done yet, when all requests are made in that pass. */
export function outcomes(program: Program, position: Position, messages: readonly string[]): string[] {
  const all: string[] = [];
  for (let pass = 1; ; pass++) {
    const requests = messages.map((message): CancelRequest => [pass, message]);
    const [summary, accepted] = outcome(program, position, requests);
    if (accepted === 0) return all;
    all.push(summary);
  }
}
