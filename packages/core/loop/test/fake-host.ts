import { vi } from "vitest";

interface FakeTimer {
  callback: () => void;
  ms: number;
}

/** Replaces the host's clock, timers and microtasks. The test advances the clock and calls `turn`. */
export class FakeHost {
  clock = 100;
  readonly microtasks: (() => void)[] = [];
  readonly immediates = new Set<{ callback: () => void }>();
  readonly timers = new Set<FakeTimer>();

  /** @param without globals that this host lacks */
  constructor(...without: ("setImmediate" | "MessageChannel")[]) {
    vi.spyOn(performance, "now").mockImplementation(() => this.clock);
    vi.stubGlobal("queueMicrotask", (callback: () => void) => this.microtasks.push(callback));
    vi.stubGlobal("setTimeout", (callback: () => void, ms: number) => added(this.timers, { callback, ms }));
    vi.stubGlobal("clearTimeout", (timer: FakeTimer) => this.timers.delete(timer));
    vi.stubGlobal("setImmediate", (callback: () => void) => added(this.immediates, { callback }));
    vi.stubGlobal("clearImmediate", (immediate: { callback: () => void }) => this.immediates.delete(immediate));
    for (const name of without) vi.stubGlobal(name, undefined);
  }

  /** Describes the armed callbacks. */
  armed(): string[] {
    return [
      ...this.microtasks.map(() => "microtask"),
      ...Array.from(this.immediates, () => "immediate"),
      ...Array.from(this.timers, ({ ms }) => `timer of ${ms}`),
    ];
  }

  /** Calls each armed callback once, unless an earlier callback cancels it. */
  turn(): void {
    const due = [...this.immediates, ...this.timers];
    for (const callback of this.microtasks.splice(0)) callback();
    for (const each of due) if (this.immediates.delete(each) || this.timers.delete(each as FakeTimer)) each.callback();
  }
}

function added<T>(set: Set<T>, item: T): T {
  set.add(item);
  return item;
}

/** Restores the real host. */
export function restoreHost(): void {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}
