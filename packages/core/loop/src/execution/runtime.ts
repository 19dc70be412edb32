import type { ContextCell } from "./context-cell.ts";
import type { Runnable } from "./runnable.ts";
import type { Snapshot } from "./snapshot.ts";

declare const __VERSION__: string;

const MAJOR = 1;

/**
 * Returns the value that all copies of these packages share under one name. The first copy makes it.
 *
 * One copy a process is the rule, but identity never depends on it.
 *
 * @param name part of a `Symbol.for` key that carries the major version
 * @param make makes the value for the first copy that asks
 */
export function shared<T>(name: string, make: () => T): T {
  const slots = globalThis as unknown as Record<symbol, T | undefined>;
  return (slots[Symbol.for(`asyncio-ts/${MAJOR} ${name}`)] ??= make());
}

/** The part of a loop that its steps see. */
export interface RunningLoop {
  /** Milliseconds on the loop's monotonic clock. */
  time(): number;
  /** Whether debug mode is on. */
  getDebug(): boolean;
  /** Reports an exception that reaches no awaiter. */
  callExceptionHandler(context: { message: string; exception: unknown }): void;
}

/** The registers of one thread, shared by all copies of these packages. */
export interface Runtime {
  /** The loop that runs a slice now. */
  running: RunningLoop | null;
  /** The runnable that takes a step now. */
  current: Runnable | null;
  /** The context that `Context.run` has entered inside the present step. */
  entered: ContextCell | null;
  /** Takes snapshots of the host's own context, see {@link Snapshot}. */
  snapshot: Snapshot | null;
}

/** The registers of this thread. */
export const runtime: Runtime = shared("runtime", () => ({ running: null, current: null, entered: null, snapshot: null }));

/**
 * Claims this thread for one major version, because loops of two majors cannot see each other.
 *
 * @internal
 * @throws Error if a copy of another major was loaded first
 */
export function claimRuntime(slots: Record<symbol, unknown>, major: number, version: string): void {
  const key = Symbol.for("asyncio-ts");
  const first = (slots[key] ??= { major, version }) as { major: number; version: string };
  if (first.major !== major) {
    throw new Error(
      `asyncio-ts ${version} cannot run beside asyncio-ts ${first.version}, which was loaded first: let all packages depend on one of them.`,
    );
  }
}

claimRuntime(globalThis as unknown as Record<symbol, unknown>, MAJOR, __VERSION__);
