import { host, realm, shared } from "@asyncio-ts/loop/kit";
import type { Coroutine } from "./awaitable.ts";
import { coroutineName } from "./mark.ts";
import type { EventLoop } from "./event-loop.ts";

/**
 * The marked coroutines that were made in the steps of one loop and have not begun.
 *
 * Most begin at once, so `fresh` is a stack whose top leaves first. Those that begin in another order are moved to a set.
 */
export class Unbegun {
  readonly #fresh: Coroutine<unknown>[] = [];
  readonly #strays = new Set<Coroutine<unknown>>();

  add(coroutine: Coroutine<unknown>): void {
    this.#fresh.push(coroutine);
  }

  delete(coroutine: Coroutine<unknown>): boolean {
    const fresh = this.#fresh;
    if (fresh.length === 0) return this.#strays.size !== 0 && this.#strays.delete(coroutine);
    if (fresh[fresh.length - 1] === coroutine) return fresh.pop() !== undefined;
    for (const other of fresh) this.#strays.add(other);
    fresh.length = 0;
    return this.#strays.delete(coroutine);
  }

  /** Reports and forgets all of them. */
  report(): void {
    for (const coroutine of [...this.#strays, ...this.#fresh]) warn(coroutineName(coroutine)!);
    this.#strays.clear();
    this.#fresh.length = 0;
  }
}

/** Those that were made outside every step, which may wait there for long: held weakly, and reported when they are lost. */
class Outside {
  readonly #references = new Map<WeakRef<Coroutine<unknown>>, string>();
  readonly #known = new WeakMap<Coroutine<unknown>, WeakRef<Coroutine<unknown>>>();
  readonly #lost = new FinalizationRegistry((reference: WeakRef<Coroutine<unknown>>) => this.#warn(reference));

  add(coroutine: Coroutine<unknown>): void {
    const reference = new WeakRef(coroutine);
    this.#references.set(reference, coroutineName(coroutine)!);
    this.#known.set(coroutine, reference);
    this.#lost.register(coroutine, reference, reference);
    if (this.#references.size === 1) host.process?.on?.("exit", this.report);
  }

  delete(coroutine: Coroutine<unknown>): void {
    if (this.#references.size === 0) return;
    const reference = this.#known.get(coroutine);
    if (reference !== undefined) this.#forget(reference);
  }

  /** Reports and forgets all of them, also those that were lost and not yet noticed. */
  readonly report = (): void => {
    for (const reference of this.#references.keys()) this.#warn(reference);
  };

  #warn(reference: WeakRef<Coroutine<unknown>>): void {
    const name = this.#references.get(reference);
    if (name === undefined) return;
    warn(name);
    this.#forget(reference);
  }

  #forget(reference: WeakRef<Coroutine<unknown>>): void {
    this.#references.delete(reference);
    this.#lost.unregister(reference);
    if (this.#references.size === 0) host.process?.off?.("exit", this.report);
  }
}

const outside: Outside = shared("unbegun", () => new Outside());

/** A marked coroutine was made. */
export function made(coroutine: Coroutine<unknown>): void {
  const loop = realm.running as EventLoop | null;
  (loop?._unbegun ?? outside).add(coroutine);
}

/**
 * A coroutine begins, or was closed.
 *
 * @param loop the one that it was made in: for a task its own, since tasks are also begun between two slices
 */
export function began(coroutine: Coroutine<unknown>, loop: EventLoop | null = realm.running as EventLoop | null): void {
  if (loop?._unbegun.delete(coroutine) !== true) outside.delete(coroutine);
}

/** Reports the marked coroutines that were made outside every step and have not begun. Happens by itself at exit. */
export function reportNeverAwaited(): void {
  outside.report();
}

function warn(name: string): void {
  host.console.warn(`coroutine '${name}' was never awaited`);
}
