// The jobs of the tests. Their worker serves this module.
import type { JobControl } from "@asyncio-ts/browser";
import { CancelledError, sleep } from "@asyncio-ts/tasks";

export const notAFunction = 1;

export function add(a: number, b: number): number {
  return a + b;
}

export async function addLater(a: number, b: number): Promise<number> {
  await null;
  return a + b;
}

export function* sumOf(numbers: readonly number[]): Generator<any, number, any> {
  let sum = 0;
  for (const n of numbers) {
    yield* sleep(1);
    sum += n;
  }
  return sum;
}

export function spin(): never {
  for (;;);
}

export function fail(): never {
  throw new Failure("no luck", { cause: new RangeError("too far", { cause: { plain: true } }) });
}

export function failTwice(): never {
  throw new AggregateError([new TypeError("one"), new QuotaError("two")], "both");
}

export function throwValue(value: unknown): never {
  throw value;
}

class Failure extends Error {
  override name = "Failure";
  code = "E_LUCK";
}

class QuotaError extends DOMException {
  constructor(message: string) {
    super(message, "QuotaExceededError");
  }
}

export function unclonable(): () => void {
  return () => {};
}

export function size(buffer: ArrayBuffer): number {
  return buffer.byteLength;
}

export function bytes(this: JobControl, length: number): ArrayBuffer {
  const buffer = new ArrayBuffer(length);
  this.transfer.push(buffer);
  return buffer;
}

export function closeWorker(): Promise<never> {
  self.close();
  return new Promise(() => {});
}

/** Ends the worker without its saying so, as a crash does. */
export function crash(): Promise<never> {
  Object.getPrototypeOf(self).close.call(self);
  return new Promise(() => {});
}

export function failLater(): Promise<never> {
  setTimeout(() => {
    throw new Error("broken in a timer");
  });
  return new Promise(() => {});
}

const notes = new BroadcastChannel("notes");

/** Waits until it is cancelled. Its clean-up waits as well, and is announced. */
export function* cleansUp(): Generator<any, void, any> {
  notes.postMessage("began");
  try {
    yield* sleep(60_000);
  } catch (error) {
    notes.postMessage(`${error instanceof CancelledError} ${(error as Error).message}`);
    throw error;
  } finally {
    yield* sleep(10);
    notes.postMessage("cleaned up");
  }
}

export function untilAborted(this: JobControl): Promise<never> {
  notes.postMessage("began");
  return new Promise((_, reject) => {
    this.signal.addEventListener("abort", () => {
      notes.postMessage(`aborted ${this.signal.reason instanceof CancelledError}`);
      reject(this.signal.reason);
    });
  });
}
