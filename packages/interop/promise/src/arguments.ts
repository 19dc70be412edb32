import { repr } from "@asyncio-ts/loop/lowlevel";
import { EventLoop } from "@asyncio-ts/tasks";

const AsyncFunction = (async () => {}).constructor as new () => () => Promise<unknown>;
const AsyncGeneratorFunction = async function* () {}.constructor as new () => () => AsyncGenerator;

/**
 * Checks an options object.
 *
 * @throws TypeError when it is not an object
 */
export function checkOptions(caller: string, options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`${caller}: an object was expected as options, got ${repr(options)}`);
  }
}

/**
 * Checks the `loop` option.
 *
 * @throws TypeError when it is neither undefined nor an event loop
 */
export function checkLoop(caller: string, loop: EventLoop | undefined): void {
  if (loop !== undefined && !(loop instanceof EventLoop)) {
    throw new TypeError(`${caller}: an event loop was expected as loop, got ${repr(loop)}`);
  }
}

/** Returns whether a value is an async function or an async generator function, which give no coroutine. */
export function isAsyncFunction(value: unknown): boolean {
  return value instanceof AsyncFunction || value instanceof AsyncGeneratorFunction;
}
