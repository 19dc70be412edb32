import { coroutine, type Coroutine } from "@asyncio-ts/tasks";

/** Leaves a coroutine function as it is, in place of `coroutine()`. */
export const plain = <F extends (...args: any[]) => Coroutine<any>>(fn: F): F => fn;

/** Plain and marked coroutine functions, for tests that both kinds have to pass. */
export const COROUTINE_KINDS: [kind: string, mark: typeof plain][] = [
  ["plain", plain],
  ["marked", coroutine],
];
