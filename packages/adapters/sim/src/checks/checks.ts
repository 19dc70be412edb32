import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type EventLoop, type Future, isCoroutine } from "@asyncio-ts/tasks";

/** A condition that holds after each step. */
interface Invariant {
  readonly name: string;
  readonly check: () => unknown;
}

/** A condition that a task waits for. */
interface Awaited {
  readonly check: () => unknown;
  readonly future: Future<unknown>;
  readonly loop: EventLoop;
}

/** The conditions of a run. They are checked after each step of each loop. */
export class Checks {
  readonly #invariants: Invariant[] = [];
  readonly #awaited = new Set<Awaited>();

  /** Adds a condition that must always hold. */
  always(name: string, check: () => unknown): void {
    this.#invariants.push({ name, check });
  }

  /** Returns a future that settles when a condition holds for the first time, and the function that ends the watch. */
  watch(loop: EventLoop, check: () => unknown): { future: Future<unknown>; end: () => void } {
    const awaited: Awaited = { check, future: loop.createFuture<unknown>(), loop };
    this.#awaited.add(awaited);
    return { future: awaited.future, end: () => this.#awaited.delete(awaited) };
  }

  /** Checks all conditions. @throws Error if one does not hold, or the error of a check */
  run(): void {
    for (const { name, check } of this.#invariants) {
      if (!holds(atOnce("sim.always", check()))) throw new Error(`sim.always: ${name}: does not hold`);
    }
    if (this.#awaited.size === 0) return;
    for (const awaited of this.#awaited) {
      const { check, future, loop } = awaited;
      // Its node has crashed.
      if (loop.isClosed()) this.#awaited.delete(awaited);
      if (future.done() || loop.isClosed()) continue;
      try {
        const value = atOnce("sim.eventually", check());
        if (value !== undefined && value !== null && value !== false) future.setResult(value);
      } catch (error) {
        future.setException(error);
      }
    }
  }
}

/** Returns the result of a check. @throws TypeError if the check began something that it does not await */
function atOnce(caller: string, result: unknown): unknown {
  if (isCoroutine(result) || result instanceof Promise) throw wrongArgument(caller, "a check that awaits nothing", result);
  return result;
}

/** A check that returns nothing throws when it fails. */
function holds(value: unknown): boolean {
  return value === undefined || Boolean(value);
}
