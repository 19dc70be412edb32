import { host, runtime, shared } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { coroutineName } from "./coroutine-name.ts";
import type { EventLoop } from "../kernel/event-loop.ts";

/**
 * The marked coroutines that were made in the steps of one loop and have not begun.
 *
 * Most begin as soon as they are made, and many of the others in the order of their making, so `fresh` is left at both ends.
 * Those that begin in another order are moved to a set.
 */
export class UnawaitedCoroutines {
  #latest: Coroutine<unknown> | null = null;
  /** Made before the latest. */
  #fresh: (Coroutine<unknown> | null)[] = [];
  #first = 0;
  readonly #strays = new Set<Coroutine<unknown>>();

  add(coroutine: Coroutine<unknown>): void {
    if (this.#latest !== null) this.#fresh.push(this.#latest);
    this.#latest = coroutine;
  }

  delete(coroutine: Coroutine<unknown>): boolean {
    if (this.#latest === coroutine) {
      this.#latest = null;
      return true;
    }
    if (this.#first < this.#fresh.length) return this.#deleteFresh(coroutine);
    return this.#strays.size !== 0 && this.#strays.delete(coroutine);
  }

  #deleteFresh(coroutine: Coroutine<unknown>): boolean {
    const fresh = this.#fresh;
    if (fresh[fresh.length - 1] === coroutine) fresh.pop();
    else if (fresh[this.#first] === coroutine) fresh[this.#first++] = null;
    else return this.#deleteStray(coroutine);
    if (this.#first === fresh.length) fresh.length = this.#first = 0;
    return true;
  }

  #deleteStray(coroutine: Coroutine<unknown>): boolean {
    for (const other of this.#fresh) if (other !== null) this.#strays.add(other);
    this.#fresh = [];
    this.#first = 0;
    return this.#strays.delete(coroutine);
  }

  /** Reports and forgets all of them. */
  report(): void {
    for (const coroutine of [...this.#strays, ...this.#fresh, this.#latest]) {
      if (coroutine !== null) warn(coroutineName(coroutine)!);
    }
    this.#strays.clear();
    this.#fresh = [];
    this.#first = 0;
    this.#latest = null;
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

const outside: Outside = /* @__PURE__ */ shared("unbegun", () => new Outside());

/** A marked coroutine was made. */
export function made(coroutine: Coroutine<unknown>): void {
  const loop = runtime.running as EventLoop | null;
  (loop === null ? outside : (loop._unawaited ??= new UnawaitedCoroutines())).add(coroutine);
}

/**
 * A coroutine begins, or was closed.
 *
 * @param loop the one that it was made in: for a task its own, since tasks are also begun between two slices
 */
export function began(coroutine: Coroutine<unknown>, loop: EventLoop | null = runtime.running as EventLoop | null): void {
  if (loop?._unawaited?.delete(coroutine) !== true) outside.delete(coroutine);
}

/** Reports the marked coroutines that were made outside every step and have not begun. Happens by itself at exit. */
export function reportNeverAwaited(): void {
  outside.report();
}

function warn(name: string): void {
  host.console.warn(`coroutine '${name}' was never awaited`);
}
