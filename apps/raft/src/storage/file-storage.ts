import { type FileHandle, mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { fromPromise } from "@asyncio-ts/promise";
import type { Coroutine } from "asyncio-ts";
import type { Storage } from "./storage.ts";

/** Files in a folder of a real disk. */
export class FileStorage implements Storage, Disposable {
  readonly #folder: string;
  readonly #handles = new Map<string, FileHandle>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens a folder, and creates it if it is missing. */
  static *open(folder: string): Coroutine<FileStorage> {
    yield* onDisk(() => mkdir(folder, { recursive: true }));
    return new FileStorage(folder);
  }

  *read(file: string): Coroutine<string | null> {
    return yield* onDisk(() => readFile(this.#path(file), "utf8").catch(nullIfMissing));
  }

  *append(file: string, text: string): Coroutine<void> {
    const handle = yield* this.#handle(file);
    yield* onDisk(() => handle.appendFile(text));
  }

  *sync(file: string): Coroutine<void> {
    const handle = yield* this.#handle(file);
    yield* onDisk(() => handle.datasync());
  }

  *replace(file: string, text: string): Coroutine<void> {
    const path = this.#path(file);
    yield* onDisk(async () => {
      const draft = await open(`${path}.new`, "w");
      try {
        await draft.writeFile(text);
        await draft.sync();
      } finally {
        await draft.close();
      }
      await rename(`${path}.new`, path);
      await syncFolder(this.#folder);
      // The open handle is of the old file.
      await this.#handles.get(file)?.close();
      this.#handles.delete(file);
    });
  }

  /** Closes the open files. */
  [Symbol.dispose](): void {
    for (const handle of this.#handles.values()) void handle.close();
    this.#handles.clear();
  }

  *#handle(file: string): Coroutine<FileHandle> {
    const known = this.#handles.get(file);
    if (known !== undefined) return known;
    const handle = yield* onDisk(async () => {
      const handle = await open(this.#path(file), "a");
      await syncFolder(this.#folder);
      return handle;
    });
    this.#handles.set(file, handle);
    return handle;
  }

  #path(file: string): string {
    return join(this.#folder, file);
  }
}

/** Awaits an operation of the disk. A cancellation waits for its end, so that no file is closed while it is written. */
function* onDisk<T>(operation: () => Promise<T>): Coroutine<T> {
  return yield* fromPromise(operation, { settle: true });
}

/** Makes the names in a folder safe from a crash. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code !== "ENOENT") throw error;
  return null;
}
