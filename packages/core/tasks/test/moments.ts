import { allTasks, type Coroutine, createTask, ExceptionGroup, getRunningLoop, sleep, type Task } from "@asyncio-ts/tasks";
import { expect } from "vitest";
import { stops } from "./stops.ts";

/** Waits for a future that a callback sets: parked for one pass, and ready for one. */
export function* turn(): Coroutine<void> {
  const loop = getRunningLoop();
  const future = loop.createFuture<void>();
  loop.callSoon(() => future.done() || future.setResult());
  yield* future;
}

/**
 * What came of the children "a" and "b", one sign each: `-` never begun, `+` done, `x` asked to end and cleaned up, `!` cut
 * short while cleaning up.
 */
export class Children {
  readonly #fates = new Map<string, string>();

  /** Takes a turn and a pass; asked to end, it cleans up for another turn. */
  *child(name: string): Coroutine<string> {
    this.#fates.set(name, "?");
    try {
      yield* turn();
      yield* sleep(0);
      this.#fates.set(name, "+");
      return name;
    } catch (error) {
      this.#fates.set(name, "!");
      yield* turn();
      this.#fates.set(name, "x");
      throw error;
    }
  }

  /** The same, but it fails. */
  *failing(name: string): Coroutine<never> {
    yield* this.child(name);
    throw new RangeError(name);
  }

  toString(): string {
    return ["a", "b"].map((name) => this.#fates.get(name) ?? "-").join("");
  }
}

/** Waits for children. */
export type Program = (children: Children) => Coroutine<unknown>;

/** When the cancellations of a pass come: before all else, or after. */
export type Place = "first" | "last";

/** Asks a task to end, in the pass of that number. */
export type Request = readonly [pass: number, message: string];

const PASSES = 30;

/** What came of the task and the children, and how often the task was asked to end while it still ran. */
export function outcome(program: Program, place: Place, requests: readonly Request[]): [string, number] {
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
    if (place === "first") loop.callSoon(tick);
    const task: Task<unknown> = createTask(program(children));
    if (place === "last") loop.callSoon(tick);
    for (let i = 0; i < PASSES; i++) yield* sleep(0);

    // Nothing is lost: the task has ended, and so has every child; the requests are still counted.
    expect(task.done()).toBe(true);
    expect(allTasks().size).toBe(1);
    expect(task.cancelling()).toBe(accepted);
    summary = `${fate(task)} ${children}`;
  };
  // Nor is a timer left behind.
  expect(stops(drive)).toEqual([]);
  return [summary, accepted];
}

function fate(task: Task<unknown>): string {
  try {
    task.result();
    return "+";
  } catch (error) {
    if (task.cancelled()) return (error as Error).message;
    return error instanceof ExceptionGroup ? "group" : (error as Error).name;
  }
}

/** What comes of one request, or of two in one tick, in each pass until the task is done. */
export function outcomes(program: Program, place: Place, messages: readonly string[]): string[] {
  const all: string[] = [];
  for (let pass = 1; ; pass++) {
    const requests = messages.map((message): Request => [pass, message]);
    const [summary, accepted] = outcome(program, place, requests);
    if (accepted === 0) return all;
    all.push(summary);
  }
}
