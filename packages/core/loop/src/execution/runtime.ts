import type { Context } from "./context.ts";
import type { LoopCore } from "../scheduling/loop-core.ts";
import type { Runnable } from "./runnable.ts";
import type { Snapshot } from "./snapshot.ts";

declare const __VERSION__: string;

const MAJOR = 1;

/**
 * The value that every copy of these packages shares under one name: the first copy makes it, the others find it.
 *
 * One copy a process is the rule, but identity never rests on it.
 *
 * @param name what is shared; part of a `Symbol.for` key that carries the major version
 * @param make makes the value for the first copy that asks
 */
export function shared<T>(name: string, make: () => T): T {
  const slots = globalThis as unknown as Record<symbol, T | undefined>;
  return (slots[Symbol.for(`asyncio-ts/${MAJOR} ${name}`)] ??= make());
}

/** What runs now, as seen by every copy of these packages. */
export interface Runtime {
  /** The loop whose slice this is. */
  running: LoopCore | null;
  /** The handle, task or callback whose step this is. */
  current: Runnable | null;
  /** The context that `Context.run` has entered inside the present step, if any. */
  entered: Context | null;
  /** The host's own notion of context, see {@link Snapshot}. */
  snapshot: Snapshot | null;
}

/** The realm of this thread. For packages that build on this one. */
export const runtime: Runtime = shared("runtime", () => ({ running: null, current: null, entered: null, snapshot: null }));

/**
 * Refuses to live beside a copy of another major version, whose loops could not see ours.
 *
 * @internal
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
