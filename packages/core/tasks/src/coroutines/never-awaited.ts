import { host, type Instruments, runtime, shared } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { coroutineName } from "./coroutine-name.ts";

/** A loop, as the registry of the marked coroutines created in its steps. */
export interface CoroutineRegistry {
  /** @internal Null until the first is created. */
  _unawaited: UnawaitedCoroutines | null;
  /** @internal Notified of the coroutines that were never awaited. */
  readonly _instruments: Instruments | null;
  /** Whether debug mode is on. */
  getDebug(): boolean;
  /** @internal Has `release` called before the loop waits. */
  _tidyLater(): void;
}

/** Unbegun coroutines that are held weakly, and reported when they are collected. */
class DroppedCoroutines {
  readonly #names = new Map<WeakRef<Coroutine<unknown>>, string>();
  readonly #collected = new FinalizationRegistry((reference: WeakRef<Coroutine<unknown>>) => this.#warn(reference));
  readonly #loop: CoroutineRegistry | null;

  /** @param loop null for coroutines that were created outside every step */
  constructor(loop: CoroutineRegistry | null) {
    this.#loop = loop;
  }

  add(coroutine: Coroutine<unknown>): void {
    const reference = new WeakRef(coroutine);
    this.#names.set(reference, coroutineName(coroutine)!);
    dropped.set(coroutine, () => this.#remove(reference));
    this.#collected.register(coroutine, reference, reference);
    if (this.#names.size === 1) this.onFirst();
  }

  onFirst(): void {}

  onEmpty(): void {}

  /** Reports and removes all of them, including collected ones. */
  readonly report = (): void => {
    for (const reference of this.#names.keys()) this.#warn(reference);
  };

  #warn(reference: WeakRef<Coroutine<unknown>>): void {
    const name = this.#names.get(reference);
    if (name === undefined) return;
    this.#loop?._instruments?.notify("neverAwaited", name, originOf(reference.deref()));
    warn(name);
    this.#remove(reference);
  }

  #remove(reference: WeakRef<Coroutine<unknown>>): void {
    if (!this.#names.delete(reference)) return;
    this.#collected.unregister(reference);
    if (this.#names.size === 0) this.onEmpty();
  }
}

/** The coroutines created outside every step, which may wait for long. The rest is reported at the exit of the process. */
class UnscopedCoroutines extends DroppedCoroutines {
  override onFirst(): void {
    host.process?.on?.("exit", this.report);
  }

  override onEmpty(): void {
    host.process?.off?.("exit", this.report);
  }
}

const unscoped: UnscopedCoroutines = /* @__PURE__ */ shared("unscoped coroutines", () => new UnscopedCoroutines(null));

/** The stacks where coroutines were created, in debug mode. */
const origins = /* @__PURE__ */ new WeakMap<Coroutine<unknown>, Error>();

function originOf(coroutine: Coroutine<unknown> | undefined): Error | null {
  return (coroutine && origins.get(coroutine)) ?? null;
}

/** Removes a coroutine from its `DroppedCoroutines`. */
const dropped: WeakMap<Coroutine<unknown>, () => void> = /* @__PURE__ */ shared("dropped coroutines", () => new WeakMap());

/** The registries of all open loops. */
const registries: Set<UnawaitedCoroutines> = /* @__PURE__ */ shared("unawaited coroutines", () => new Set());

/**
 * The marked coroutines that were created in the steps of one loop and have not begun.
 *
 * Most begin as soon as they are created, and many others in the order of their creation, so `fresh` is emptied at both ends.
 * If one begins in another order, the rest moves to a set. The rest is held weakly when the loop has nothing else to do.
 */
export class UnawaitedCoroutines {
  #latest: Coroutine<unknown> | null = null;
  /** Created before the latest. */
  #fresh: (Coroutine<unknown> | null)[] = [];
  #first = 0;
  readonly #strays = new Set<Coroutine<unknown>>();
  #dropped: DroppedCoroutines | null = null;
  readonly #loop: CoroutineRegistry;

  constructor(loop: CoroutineRegistry) {
    this.#loop = loop;
    registries.add(this);
  }

  add(coroutine: Coroutine<unknown>): void {
    if (this.#latest !== null) {
      this.#fresh.push(this.#latest);
      this.#loop._tidyLater();
    }
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

  /** Holds all of them weakly. */
  release(): void {
    for (const coroutine of this.#take()) (this.#dropped ??= new DroppedCoroutines(this.#loop)).add(coroutine);
  }

  /**
   * Reports all of them, because the loop has closed.
   *
   * @param handler receives the name of each; the console by default
   */
  report(handler: (name: string) => void = warn): void {
    this.#dropped?.report();
    for (const coroutine of this.#take()) {
      this.#loop._instruments?.notify("neverAwaited", coroutineName(coroutine)!, originOf(coroutine));
      handler(coroutineName(coroutine)!);
    }
    registries.delete(this);
  }

  #take(): Coroutine<unknown>[] {
    const all = [...this.#strays, ...this.#fresh, this.#latest].filter((each) => each !== null);
    this.#strays.clear();
    this.#fresh = [];
    this.#first = 0;
    this.#latest = null;
    return all;
  }
}

/** The registry of the running loop; null outside every step. */
function runningRegistry(): CoroutineRegistry | null {
  return runtime.running as unknown as CoroutineRegistry | null;
}

/** Registers a marked coroutine that was created. */
export function trackCreated(coroutine: Coroutine<unknown>): void {
  const loop = runningRegistry();
  if (loop?.getDebug()) origins.set(coroutine, new Error(coroutineName(coroutine)!));
  (loop === null ? unscoped : (loop._unawaited ??= new UnawaitedCoroutines(loop))).add(coroutine);
}

/** Removes a coroutine that begins or is closed. Most begin on the loop of the step that created them. */
export function trackBegun(coroutine: Coroutine<unknown>): void {
  if (runningRegistry()?._unawaited?.delete(coroutine) !== true) forget(coroutine);
}

function forget(coroutine: Coroutine<unknown>): void {
  const remove = dropped.get(coroutine);
  if (remove !== undefined) return remove();
  // Plain coroutines are in no registry.
  if (registries.size === 0 || coroutineName(coroutine) === null) return;
  for (const registry of registries) if (registry.delete(coroutine)) return;
}

/** Reports the marked coroutines that were created outside every step and have not begun. Called at the exit of a process. */
export function reportNeverAwaited(): void {
  unscoped.report();
}

function warn(name: string): void {
  host.console.warn(`coroutine '${name}' was never awaited`);
}
