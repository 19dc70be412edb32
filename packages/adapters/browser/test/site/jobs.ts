// The jobs of the tests. Their worker serves this module.
import { type JobControl, serveJobs } from "@asyncio-ts/browser";
import { CancelledError, sleep } from "@asyncio-ts/tasks";

export const notAFunction = 1;

export function add(a: number, b: number): number {
  return a + b;
}

export async function addLater(a: number, b: number): Promise<number> {
  return await new Promise((resolve) => setTimeout(resolve, 1, a + b));
}

export function* sumOf(numbers: readonly number[]): Generator<any, number, any> {
  let sum = 0;
  for (const n of numbers) {
    yield* sleep(1);
    sum += n;
  }
  return sum;
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

/** Throws errors of which a part has no text or cannot be read. */
export function failUnreadably(part: "name" | "message" | "errors"): never {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  throw Object.assign(new Error("readable"), { [part]: part === "errors" ? proxy : Object.create(null) });
}

export function typeOf(value: unknown): string {
  return typeof value;
}

/** Waits until it is cancelled, and ends a moment later. */
export const endsAfterAbort = function (this: JobControl): Promise<void> {
  return new Promise((resolve) => this.signal.addEventListener("abort", () => setTimeout(resolve)));
};

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

export const bytes = function (this: JobControl, length: number): ArrayBuffer {
  const buffer = new ArrayBuffer(length);
  this.transfer.push(buffer);
  return buffer;
};

export function closeWorker(): Promise<never> {
  self.close();
  return new Promise(() => {});
}

export function failLater(): Promise<never> {
  setTimeout(() => {
    throw new Error("broken in a timer");
  });
  return new Promise(() => {});
}

const beginnings = new BroadcastChannel("beginnings");
const notes: string[] = [];

/** Returns what cancelled jobs have noted in this worker. */
export function takeNotes(): string[] {
  return notes.splice(0);
}

/** Waits until it is cancelled. Its clean-up waits as well. */
export function* cleansUp(): Generator<any, void, any> {
  beginnings.postMessage("cleansUp");
  try {
    yield* sleep(60_000);
  } catch (error) {
    if (error instanceof CancelledError) notes.push("cancelled");
    throw error;
  } finally {
    yield* sleep(10);
    notes.push("cleaned up");
  }
}

export const untilAborted = function (this: JobControl): Promise<never> {
  beginnings.postMessage("untilAborted");
  return new Promise((_, reject) => {
    this.signal.addEventListener("abort", () => {
      notes.push(`aborted ${this.signal.reason instanceof CancelledError}`);
      reject(this.signal.reason);
    });
  });
};

/** Never ends, and hears of no cancellation. */
export function spins(): never {
  beginnings.postMessage("spins");
  for (;;);
}

export function serveAgain(): string {
  try {
    serveJobs({});
    return "no error";
  } catch (error) {
    return (error as Error).message;
  }
}
