import { checkCallback, checkOptions, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";

/** The longest timer of Node. A longer one would come at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The arguments that an executor and a worker have in common. */
interface QueueOptions {
  readonly connection?: unknown;
  readonly prefix?: unknown;
  readonly backend?: unknown;
  readonly onError?: unknown;
}

/**
 * Checks the arguments that an executor and a worker have in common, before anything connects.
 *
 * @throws TypeError if `queue` is no name, or an option is of another type. BullMQ would spread a text as connection into its characters,
 * and connect to the Redis of this machine
 */
export function checkQueue(caller: string, queue: unknown, options: QueueOptions): void {
  if (typeof queue !== "string" || queue === "" || queue.includes(":"))
    throw wrongArgument(caller, "the name of a queue, without colons,", queue);
  checkOptions(caller, options);
  const { connection, prefix, backend, onError } = options;
  if (backend === undefined && (typeof connection !== "object" || connection === null)) {
    // The text may have a password.
    const got = typeof connection === "string" ? "a text; write { url: text }" : repr(connection);
    throw new TypeError(`${caller}: an object such as { host, port } as connection was expected, got ${got}`);
  }
  if (prefix !== undefined && typeof prefix !== "string") throw wrongArgument(caller, "a text as prefix", prefix);
  if (onError !== undefined) checkCallback(`${caller}: onError`, onError);
}

/** Returns the option, or its default. @throws RangeError if it is not a positive number */
export function positive(caller: string, name: string, value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value !== "number" || !(value > 0)) throw new RangeError(`${caller}: ${name} must be a positive number, got ${repr(value)}`);
  return value;
}

/** Returns the option as milliseconds of a timer, or its default. @throws RangeError if it is not a positive number */
export function positiveTime(caller: string, name: string, value: number | undefined, otherwise: number): number {
  return Math.min(positive(caller, name, value, otherwise), LONGEST_TIMEOUT);
}

/** Returns the option, or its default. @throws RangeError if it is not a positive whole number */
export function positiveInteger(caller: string, name: string, value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${caller}: ${name} must be a positive whole number, got ${repr(value)}`);
  return value;
}
