import { repr } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type Coroutine, sleep, type Task } from "@asyncio-ts/tasks";
import type { CheckedReader, CheckedWriter, StartTask } from "./checked-side.ts";
import { Random } from "./random.ts";

interface TextCoder {
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
}

const { TextEncoder, TextDecoder } = globalThis as unknown as Record<"TextEncoder" | "TextDecoder", new () => TextCoder>;

/** Returns bytes as text. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Returns text as bytes. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** @throws Error unless both values are the same */
export function expectSame(what: string, got: unknown, expected: unknown): void {
  if (got !== expected) throw new Error(`${what}: ${repr(expected)} was expected, got ${repr(got)}`);
}

/** @throws Error unless both arrays have the same bytes */
export function expectBytes(what: string, got: Uint8Array, expected: Uint8Array): void {
  expectSame(`${what}: the number of bytes`, got.length, expected.length);
  const at = got.findIndex((byte, index) => byte !== expected[index]);
  if (at !== -1) throw new Error(`${what}: byte ${at}: ${expected[at]} was expected, got ${got[at]}`);
}

/** @throws Error if the call throws nothing */
export function expectThrow(what: string, call: () => unknown): void {
  try {
    call();
  } catch {
    return;
  }
  throw new Error(`${what}: an error was expected`);
}

/** Awaits a coroutine, and returns its error. @throws Error if it throws nothing */
export function* expectFailure(what: string, coroutine: Coroutine<unknown>): Coroutine<unknown> {
  try {
    yield* coroutine;
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return error;
  }
  throw new Error(`${what}: an error was expected`);
}

/** Lets everything that is ready run. */
export function* settle(): Coroutine<void> {
  for (let pass = 0; pass < 20; pass++) yield* sleep(0);
}

/** Cancels a task, and waits for its end. @throws Error if it ends otherwise */
export function* cancelled(what: string, task: Task<unknown>): Coroutine<void> {
  task.cancel();
  try {
    yield* task;
  } catch (error) {
    if (task.cancelled()) return;
    throw error;
  }
  throw new Error(`${what}: a cancelled task was expected to end by its cancellation`);
}

/** Writes bytes in chunks of random sizes, drains after each, then calls `end`. */
export function* writeInChunks(writer: CheckedWriter, bytes: Uint8Array, seed: number, end: () => void): Coroutine<void> {
  const random = new Random(seed);
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random.below(random.below(2) === 0 ? 20 : 20_000);
    writer.write(bytes.subarray(at, at + size));
    at += size;
    yield* writer.drain();
    if (random.below(4) === 0) yield* sleep(0);
  }
  end();
}

/** Reads to the end in reads of random sizes. Returns all bytes. */
export function* readInChunks(reader: CheckedReader, seed: number): Coroutine<Uint8Array> {
  const random = new Random(seed);
  const parts: Uint8Array[] = [];
  for (;;) {
    const limit = 1 + random.below(random.below(2) === 0 ? 20 : 20_000);
    const part = yield* reader.read(limit);
    if (part.length === 0) break;
    if (part.length > limit) throw new Error(`read(${limit}) returned ${part.length} bytes`);
    parts.push(part);
    if (random.below(4) === 0) yield* sleep(0);
  }
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Returns pseudo-random bytes. */
export function randomBytes(size: number, seed: number): Uint8Array {
  const random = new Random(seed);
  return Uint8Array.from({ length: size }, () => random.below(256));
}

/** Starts to write until `drain()` waits. Returns the bytes written, and the drain. @throws Error if it never waits */
export function* writeUntilPaused({
  writer,
  start,
}: {
  writer: CheckedWriter;
  start: StartTask;
}): Coroutine<[size: number, drain: Task<void>]> {
  const chunk = new Uint8Array(64 * 1024).fill(120);
  for (let size = chunk.length; size <= 64 * 1024 * 1024; size += chunk.length) {
    writer.write(chunk);
    const drain = start(writer.drain());
    yield* settle();
    if (!drain.done()) return [size, drain];
    yield* drain;
  }
  throw new Error("drain() was expected to wait while the other side reads nothing");
}
