import type { StreamReader, StreamWriter } from "@asyncio-ts/streams";
import type { Coroutine, Task } from "@asyncio-ts/tasks";

/** The part of a reader that `checkStream` checks. */
export type CheckedReader = Pick<StreamReader, "read" | "readline" | "readexactly" | "atEof">;

/** The part of a writer that `checkStream` checks. */
export type CheckedWriter = Pick<StreamWriter, "write" | "drain" | "close" | "isClosing" | "waitClosed" | "writeEof" | "canWriteEof">;

/** One side of a connection that `checkStream` checks. A pipe has one reader and one writer. */
export type CheckedSide = readonly [reader: CheckedReader | null, writer: CheckedWriter | null];

/** Starts a task that is cancelled at the end of the check. */
export type StartTask = <T>(coroutine: Coroutine<T>) => Task<T>;

/** The two sides for a check of one direction. */
export interface Direction {
  readonly start: StartTask;
  readonly writer: CheckedWriter;
  readonly reader: CheckedReader;
  /** The writer beside the reader; null for a pipe. */
  readonly farWriter: CheckedWriter | null;
}

/** The two sides for a check of both directions. */
export interface BothWays {
  readonly start: StartTask;
  readonly near: readonly [reader: CheckedReader, writer: CheckedWriter];
  readonly far: readonly [reader: CheckedReader, writer: CheckedWriter];
}

/** Checks, by the promise that each of them checks. */
export type Checks<Sides> = Readonly<Record<string, (sides: Sides) => Coroutine<void>>>;
