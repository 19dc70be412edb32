import { vi } from "vitest";

interface FakeTimer {
  callback: () => void;
  ms: number;
}

/** A host whose clock stands still and whose callbacks come when the test says so, in place of the real one. */
export class FakeHost {
  clock = 100;
  readonly microtasks: (() => void)[] = [];
  readonly immediates = new Set<{ callback: () => void }>();
  readonly timers = new Set<FakeTimer>();

  /** @param without what this host does not have */
  constructor(...without: ("setImmediate" | "MessageChannel")[]) {
    vi.spyOn(performance, "now").mockImplementation(() => this.clock);
    vi.stubGlobal("queueMicrotask", (callback: () => void) => this.microtasks.push(callback));
    vi.stubGlobal("setTimeout", (callback: () => void, ms: number) => added(this.timers, { callback, ms }));
    vi.stubGlobal("clearTimeout", (timer: FakeTimer) => this.timers.delete(timer));
    vi.stubGlobal("setImmediate", (callback: () => void) => added(this.immediates, { callback }));
    vi.stubGlobal("clearImmediate", (immediate: { callback: () => void }) => this.immediates.delete(immediate));
    for (const name of without) vi.stubGlobal(name, undefined);
  }

  /** What is armed, in words. */
  armed(): string[] {
    return [
      ...this.microtasks.map(() => "microtask"),
      ...Array.from(this.immediates, () => "immediate"),
      ...Array.from(this.timers, ({ ms }) => `timer of ${ms}`),
    ];
  }

  /** Calls everything that is armed, once, unless it is taken back before its turn comes. */
  turn(): void {
    const due = [...this.immediates, ...this.timers];
    for (const callback of this.microtasks.splice(0)) callback();
    for (const one of due) if (this.immediates.delete(one) || this.timers.delete(one as FakeTimer)) one.callback();
  }
}

function added<T>(set: Set<T>, item: T): T {
  set.add(item);
  return item;
}

/** Gives the real host back. */
export function restoreHost(): void {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}
