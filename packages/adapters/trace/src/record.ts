import { checkOptions, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { EventLoop } from "@asyncio-ts/tasks";
import { Recording } from "./recording.ts";

/** Options of {@link record}. */
export interface RecordOptions {
  /**
   * The number of latest events to keep, rounded up to a power of two: 65,536 by default, which take 2 MB. A step with its begin,
   * its end and its wait counts as one.
   */
  capacity?: number;
  /** Whether the lines that the program writes to the console are events too: true by default. */
  console?: boolean;
}

const MOST = 2 ** 24;

/**
 * Records the events of a loop, until the recording is disposed.
 *
 * The memory of a recording is bounded: it keeps the latest events. A switch between tasks takes up to half as long again.
 *
 * @throws TypeError if `loop` is no event loop, `capacity` no number, or `console` no boolean
 * @throws RangeError if `capacity` is not between 1 and 16,777,216
 * @throws Error if the loop is closed
 *
 * @example
 * ```ts
 * import { newEventLoop, run, sleep } from "@asyncio-ts/tasks";
 * import { record } from "@asyncio-ts/trace";
 *
 * const loop = newEventLoop();
 * const recording = record(loop);
 * await run(sleep(10), { loop });
 * recording.stop();
 *
 * const [main] = recording.tasks;
 * console.log(main?.name, main?.state); // prints Task-1 finished
 * ```
 */
export function record(loop: EventLoop, options: RecordOptions = {}): Recording {
  if (!(loop instanceof EventLoop)) throw wrongArgument("record", "an event loop", loop);
  checkOptions("record", options);
  const { capacity = 65_536, console = true } = options;
  if (typeof capacity !== "number") throw wrongArgument("record", "a number of events as capacity", capacity);
  if (!(capacity >= 1 && capacity <= MOST)) {
    throw new RangeError(`record: a capacity between 1 and ${MOST} events was expected, got ${repr(capacity)}`);
  }
  if (typeof console !== "boolean") throw wrongArgument("record", "a boolean as console", console);
  if (loop.isClosed()) throw new Error("Event loop is closed");
  return new Recording(loop, 2 ** Math.ceil(Math.log2(Math.max(capacity, 16))), console);
}
