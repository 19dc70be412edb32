import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, sleep } from "@asyncio-ts/tasks";
import type { WorldChoices } from "../world/fabric.ts";

interface Coders {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new () => { decode(bytes: Uint8Array): string };
}

const { TextEncoder, TextDecoder } = globalThis as unknown as Coders;

/** The most milliseconds until writes are safe, and again until the program knows it. */
const LONGEST = 1;

/** What a disk holds: bytes, by the name of the file. */
type Files = ReadonlyMap<string, Uint8Array>;

/**
 * The disk of a node. It survives a crash, but only with what was synced: until `sync()` returns, writes are in memory.
 *
 * Each operation lets other tasks run once. A sync takes up to 2 ms.
 */
export class Disk {
  readonly #choices: WorldChoices;
  /** What the program reads. */
  #present = new Map<string, Uint8Array>();
  /** What a crash leaves. */
  #synced: Files = new Map();

  /** @internal */
  constructor(choices: WorldChoices) {
    this.#choices = choices;
  }

  /** Returns the text of a file; null if there is none. */
  *read(file: string): Coroutine<string | null> {
    const bytes = yield* this.readBytes(file);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  /** Returns the bytes of a file; null if there is none. */
  *readBytes(file: string): Coroutine<Uint8Array | null> {
    checkFile("disk.read", file);
    yield* sleep(0);
    return this.#present.get(file)?.slice() ?? null;
  }

  /** Replaces a file, or creates it. */
  *write(file: string, data: string | Uint8Array): Coroutine<void> {
    checkFile("disk.write", file);
    this.#present.set(file, bytesOf("disk.write", data));
    yield* sleep(0);
  }

  /** Adds to the end of a file, or creates it. */
  *append(file: string, data: string | Uint8Array): Coroutine<void> {
    checkFile("disk.append", file);
    const more = bytesOf("disk.append", data);
    const before = this.#present.get(file) ?? new Uint8Array();
    const bytes = new Uint8Array(before.length + more.length);
    bytes.set(before);
    bytes.set(more, before.length);
    this.#present.set(file, bytes);
    yield* sleep(0);
  }

  /** Removes a file. Does nothing if there is none. */
  *remove(file: string): Coroutine<void> {
    checkFile("disk.remove", file);
    this.#present.delete(file);
    yield* sleep(0);
  }

  /** Makes the writes and removals before it survive a crash: of one file, or of all. */
  *sync(file?: string): Coroutine<void> {
    if (file !== undefined) checkFile("disk.sync", file);
    const present = new Map(this.#present);
    // A crash during the sync loses the writes, or comes when they are safe and the program does not know it yet.
    yield* sleep(this.#choices.latency(0, LONGEST));
    this.#keep(present, file);
    yield* sleep(this.#choices.latency(0, LONGEST));
  }

  #keep(present: Files, file: string | undefined): void {
    if (file === undefined) {
      this.#synced = present;
      return;
    }
    const synced = new Map(this.#synced);
    const bytes = present.get(file);
    if (bytes === undefined) synced.delete(file);
    else synced.set(file, bytes);
    this.#synced = synced;
  }

  /** @internal Loses what was not synced. */
  crash(): void {
    this.#present = new Map(this.#synced);
  }
}

function checkFile(caller: string, file: unknown): void {
  if (typeof file !== "string" || file === "") throw wrongArgument(caller, "the name of a file", file);
}

function bytesOf(caller: string, data: unknown): Uint8Array {
  if (typeof data === "string") return new TextEncoder().encode(data);
  if (data instanceof Uint8Array) return data.slice();
  throw wrongArgument(caller, "a string or a Uint8Array", data);
}
