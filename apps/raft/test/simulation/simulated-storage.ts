import type { Disk } from "@asyncio-ts/sim";
import type { Coroutine } from "asyncio-ts";
import type { Storage } from "../../src/storage/storage.ts";

/** The disk of a simulated node. A crash loses what was not synced. */
export class SimulatedStorage implements Storage {
  readonly #disk: Disk;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  *read(file: string): Coroutine<string | null> {
    return yield* this.#disk.read(file);
  }

  *append(file: string, text: string): Coroutine<void> {
    yield* this.#disk.append(file, text);
  }

  *sync(file: string): Coroutine<void> {
    yield* this.#disk.sync(file);
  }

  *replace(file: string, text: string): Coroutine<void> {
    yield* this.#disk.write(file, text);
    yield* this.sync(file);
  }
}
