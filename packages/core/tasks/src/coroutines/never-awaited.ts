import { host, runtime, shared } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { coroutineName } from "./coroutine-name.ts";

/** A loop, as the registry of the marked coroutines created in its steps. */
export interface CoroutineRegistry {
  /** @internal Null until the first is created. */
  _unawaited: UnawaitedCoroutines | null;
}

/**
 * The marked coroutines that were created in the steps of one loop and have not begun.
 *
 * Most begin as soon as they are created, and many others in the order of their creation, so `fresh` is emptied at both ends.
 * If one begins in another order, the rest moves to a set.
 */
export class UnawaitedCoroutines {
  #latest: Coroutine<unknown> | null = null;
  /** Created before the latest. */
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

  /**
   * Reports and removes all of them.
   *
   * @param handler receives the name of each; the console by default
   */
  report(handler: (name: string) => void = warn): void {
    for (const coroutine of [...this.#strays, ...this.#fresh, this.#latest]) {
      if (coroutine !== null) handler(coroutineName(coroutine)!);
    }
    this.#strays.clear();
    this.#fresh = [];
    this.#first = 0;
    this.#latest = null;
  }
}

/** The marked coroutines created outside every step. They may wait for long, so they are held weakly and reported when collected. */
class UnscopedCoroutines {
  readonly #references = new Map<WeakRef<Coroutine<unknown>>, string>();
  readonly #known = new WeakMap<Coroutine<unknown>, WeakRef<Coroutine<unknown>>>();
  readonly #collected = new FinalizationRegistry((reference: WeakRef<Coroutine<unknown>>) => this.#warn(reference));

  add(coroutine: Coroutine<unknown>): void {
    const reference = new WeakRef(coroutine);
    this.#references.set(reference, coroutineName(coroutine)!);
    this.#known.set(coroutine, reference);
    this.#collected.register(coroutine, reference, reference);
    if (this.#references.size === 1) host.process?.on?.("exit", this.report);
  }

  delete(coroutine: Coroutine<unknown>): void {
    if (this.#references.size === 0) return;
    const reference = this.#known.get(coroutine);
    if (reference !== undefined) this.#remove(reference);
  }

  /** Reports and removes all of them, including collected ones. */
  readonly report = (): void => {
    for (const reference of this.#references.keys()) this.#warn(reference);
  };

  #warn(reference: WeakRef<Coroutine<unknown>>): void {
    const name = this.#references.get(reference);
    if (name === undefined) return;
    warn(name);
    this.#remove(reference);
  }

  #remove(reference: WeakRef<Coroutine<unknown>>): void {
    this.#references.delete(reference);
    this.#collected.unregister(reference);
    if (this.#references.size === 0) host.process?.off?.("exit", this.report);
  }
}

const unscoped: UnscopedCoroutines = /* @__PURE__ */ shared("unscoped coroutines", () => new UnscopedCoroutines());

/** The registry of the running loop; null outside every step. */
function runningRegistry(): CoroutineRegistry | null {
  return runtime.running as unknown as CoroutineRegistry | null;
}

/** Registers a marked coroutine that was created. */
export function trackCreated(coroutine: Coroutine<unknown>): void {
  const loop = runningRegistry();
  (loop === null ? unscoped : (loop._unawaited ??= new UnawaitedCoroutines())).add(coroutine);
}

/**
 * Removes a marked coroutine that begins or is closed.
 *
 * @param loop the loop it was created in. For a task its own loop, because tasks also begin between two slices.
 */
export function trackBegun(coroutine: Coroutine<unknown>, loop: CoroutineRegistry | null = runningRegistry()): void {
  if (loop?._unawaited?.delete(coroutine) !== true) unscoped.delete(coroutine);
}

/** Reports the marked coroutines that were created outside every step and have not begun. Called at the exit of a process. */
export function reportNeverAwaited(): void {
  unscoped.report();
}

function warn(name: string): void {
  host.console.warn(`coroutine '${name}' was never awaited`);
}
