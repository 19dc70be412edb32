import { Script } from "node:vm";
import { CancelledError, type Coroutine } from "asyncio-ts";

const STEP = Symbol.for("asyncio-ts/1 cli step");
const slots = globalThis as { [STEP]?: () => unknown };
const script = new Script('globalThis[Symbol.for("asyncio-ts/1 cli step")]()');

/** Milliseconds. */
const PAUSE = 0.5;

/**
 * Returns a coroutine that steps another one. SIGINT cancels it also in a step that never ends, unless that step follows another
 * one within half a millisecond: a watch on SIGINT starts a thread, which takes longer than most steps.
 *
 * @param enter called before each step, during which no JavaScript but that of the coroutine can run
 * @param leave called after each step
 */
export function* interruptible<T>(coroutine: Coroutine<T>, enter: () => void, leave: () => void): Coroutine<T> {
  let last = -Infinity;
  const guarded = (step: () => unknown): any => {
    const isWatched = performance.now() - last > PAUSE;
    try {
      return isWatched ? watched(step) : step();
    } finally {
      last = performance.now();
    }
  };
  const watched = (step: () => unknown): unknown => {
    slots[STEP] = step;
    enter();
    try {
      return script.runInThisContext({ breakOnSigint: true, displayErrors: false });
    } catch (error) {
      if ((error as { code?: string } | null)?.code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
      endWrites();
      throw new CancelledError();
    } finally {
      leave();
    }
  };
  const inner = coroutine as Generator<any, T, any>;
  const steps = {
    next: (value: unknown) => guarded(() => inner.next(value)),
    return: (value: T) => guarded(() => inner.return(value)),
    throw: (error: unknown) => guarded(() => inner.throw(error)),
    [Symbol.iterator]: () => steps,
  };
  return yield* steps as unknown as Coroutine<T>;
}

/** Ends a write that SIGINT interrupted, such as one of `console.log` in a loop. The stream would wait for its end forever. */
function endWrites(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const { _writableState: state } = stream as { _writableState?: { readonly writing: boolean; onwrite(): void } };
    if (state?.writing === true) state.onwrite();
  }
}
