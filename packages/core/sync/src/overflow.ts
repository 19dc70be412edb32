import { brand, repr } from "@asyncio-ts/loop/lowlevel";

const POLICIES: readonly Overflow[] = ["error", "dropOldest", "dropNewest", "unbounded"];

/**
 * The policy for an item that arrives when the buffer is full:
 *
 * - `"error"`: the reader gets the buffered items, then a BufferOverflowError; the source is closed
 * - `"dropOldest"`: the item replaces the oldest buffered item
 * - `"dropNewest"`: the item is dropped
 * - `"unbounded"`: the buffer is never full
 */
export type Overflow = "error" | "dropOldest" | "dropNewest" | "unbounded";

/** The buffer for items that were not read yet. */
export interface BufferOptions {
  /** The number of items that it holds; 1,024 by default. */
  buffer?: number | undefined;
  /** The policy for an item that arrives when the buffer is full; `"error"` by default. */
  overflow?: Overflow | undefined;
}

/** Thrown to the reader of a source when items came faster than they were read, and the buffer was full. */
export class BufferOverflowError extends Error {}

brand(BufferOverflowError, "BufferOverflowError");

/**
 * Returns the options with their defaults.
 *
 * @param caller the function that error messages name
 * @throws RangeError when `buffer` is neither a positive integer nor Infinity, or `overflow` is not a policy
 */
export function withDefaults(caller: string, options: BufferOptions): { buffer: number; overflow: Overflow } {
  const { buffer = 1024, overflow = "error" } = options;
  if (!(buffer === Infinity || Number.isInteger(buffer)) || buffer < 1) {
    throw new RangeError(`${caller}: buffer must be a positive integer or Infinity, got ${repr(buffer)}`);
  }
  if (!POLICIES.includes(overflow)) {
    throw new RangeError(`${caller}: overflow must be one of ${POLICIES.join(", ")}, got ${repr(overflow)}`);
  }
  return { buffer, overflow };
}
