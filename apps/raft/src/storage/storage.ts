import type { Coroutine } from "asyncio-ts";

/** The files of a node, on a disk or in a simulation. */
export interface Storage {
  /** Returns the text of a file; null if it does not exist. */
  read(file: string): Coroutine<string | null>;
  /** Adds text to the end of a file. A crash may lose all or a part of it until `sync`. */
  append(file: string, text: string): Coroutine<void>;
  /** Returns once all that was written to the file is safe from a crash. */
  sync(file: string): Coroutine<void>;
  /** Replaces a file. After a crash at any moment it has the old text or the new one; after the return, the new one. */
  replace(file: string, text: string): Coroutine<void>;
}
