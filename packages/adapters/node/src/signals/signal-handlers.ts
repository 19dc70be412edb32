import { isMainThread } from "node:worker_threads";
import { type Context, copyContext } from "@asyncio-ts/loop";
import { disown, isPlainFunction, own, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type EventLoop, getEventLoop, isCoroutineFunction } from "@asyncio-ts/tasks";
import { checkHostLoop } from "../network/host-callback.ts";
import { checkSignal, type SignalName } from "./signal-name.ts";

/** The longest period of a timer. */
const LONGEST_PERIOD = 2 ** 31 - 1;

/** The handlers of one loop. It is closed with the loop. */
class SignalHandlers {
  readonly #loop: EventLoop;
  readonly #listeners = new Map<SignalName, () => void>();
  /** Keeps the process alive, because a program may wait for nothing but a signal. */
  readonly #keepAlive: NodeJS.Timeout = setInterval(() => {}, LONGEST_PERIOD);

  constructor(loop: EventLoop) {
    this.#loop = loop;
    own(loop, this);
  }

  add(signal: SignalName, listener: () => void): void {
    const previous = this.#listeners.get(signal);
    // The new listener first: without any, Node would restore the signal's default effect in between.
    process.on(signal, listener);
    if (previous !== undefined) process.off(signal, previous);
    this.#listeners.set(signal, listener);
  }

  remove(signal: SignalName): boolean {
    const listener = this.#listeners.get(signal);
    if (listener === undefined) return false;
    process.off(signal, listener);
    this.#listeners.delete(signal);
    if (this.#listeners.size === 0) this.#close();
    return true;
  }

  loopClosed(): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
    this.#close();
  }

  #close(): void {
    clearInterval(this.#keepAlive);
    handlers.delete(this.#loop);
    disown(this.#loop, this);
  }
}

const handlers = new WeakMap<EventLoop, SignalHandlers>();

/**
 * Calls `callback(...args)` in a step of the loop at each signal of this name, in place of the signal's default effect.
 *
 * A second handler for a signal replaces the first. While a loop has handlers, the process waits for signals and stays alive.
 * A loop that closes removes its handlers.
 *
 * Mirrors `loop.add_signal_handler`.
 *
 * @param signal the name of the signal, such as `"SIGTERM"`
 * @throws TypeError if `callback` is no plain function, or `signal` no string
 * @throws RangeError if the system has no such signal
 * @throws Error for SIGKILL and SIGSTOP, which cannot be caught, on a loop that owns its thread, and in a worker thread
 *
 * @example
 * ```ts
 * import { addSignalHandler } from "@asyncio-ts/node";
 * import { Event, run } from "asyncio-ts";
 *
 * await run(function* () {
 *   const stop = new Event();
 *   addSignalHandler("SIGTERM", () => stop.set());
 *   process.kill(process.pid, "SIGTERM");
 *   yield* stop.wait();
 *   console.log("stopped"); // prints stopped
 * });
 * ```
 */
export function addSignalHandler<A extends unknown[]>(signal: SignalName, callback: (...args: A) => unknown, ...args: A): void {
  if (isCoroutineFunction(callback) || !isPlainFunction(callback)) {
    throw wrongArgument("addSignalHandler", "a plain function, which may call createTask,", callback);
  }
  const loop = loopFor("addSignalHandler", signal);
  if (signal === "SIGKILL" || signal === "SIGSTOP") throw new Error(`addSignalHandler: ${signal} cannot be caught`);
  if (loop.isClosed()) throw new Error("Event loop is closed");
  if (!isMainThread) throw new Error("addSignalHandler: signals arrive in the main thread only");
  const context: Context = copyContext();
  let ofLoop = handlers.get(loop);
  if (ofLoop === undefined) handlers.set(loop, (ofLoop = new SignalHandlers(loop)));
  ofLoop.add(signal, () => context.run(() => void loop.callSoonThreadsafe(callback, ...args)));
}

/**
 * Removes the handler of a signal, which has its default effect again. Returns whether there was one.
 *
 * Mirrors `loop.remove_signal_handler`.
 *
 * @throws TypeError if `signal` is no string
 * @throws RangeError if the system has no such signal
 */
export function removeSignalHandler(signal: SignalName): boolean {
  return handlers.get(loopFor("removeSignalHandler", signal))?.remove(signal) ?? false;
}

function loopFor(caller: string, signal: SignalName): EventLoop {
  checkSignal(caller, signal);
  const loop = getEventLoop();
  checkHostLoop(caller, loop);
  return loop;
}
