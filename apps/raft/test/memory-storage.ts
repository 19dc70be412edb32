import { type Coroutine, sleep } from "asyncio-ts";
import type { Storage } from "../src/storage/storage.ts";

/** Files in memory, for tests of one node. */
export class MemoryStorage implements Storage {
  readonly files: Map<string, string> = new Map();
  /** The number of syncs and replacements. */
  syncs = 0;

  *read(file: string): Coroutine<string | null> {
    return this.files.get(file) ?? null;
  }

  *append(file: string, text: string): Coroutine<void> {
    this.files.set(file, (this.files.get(file) ?? "") + text);
  }

  *sync(): Coroutine<void> {
    this.syncs++;
    yield* sleep(1);
  }

  *replace(file: string, text: string): Coroutine<void> {
    this.files.set(file, text);
    yield* this.sync();
  }
}
