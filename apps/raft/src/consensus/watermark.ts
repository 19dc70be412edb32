import { type Coroutine, Future } from "asyncio-ts";

/** A number that only rises. Coroutines wait until it has reached a value. */
export class Watermark {
  #value: number;
  #error: Error | null = null;
  readonly #waits = new Map<Future<void>, number>();

  constructor(value = 0) {
    this.#value = value;
  }

  get value(): number {
    return this.#value;
  }

  /** Raises the number, and wakes the coroutines that have waited for it. A lower number changes nothing. */
  raise(value: number): void {
    if (value <= this.#value) return;
    this.#value = value;
    for (const [future, awaited] of this.#waits) if (awaited <= value && !future.done()) future.setResult();
  }

  /** Waits until the number is at least `value`. @throws the error of `close` */
  *reached(value: number): Coroutine<void> {
    if (this.#value >= value) return;
    if (this.#error !== null) throw this.#error;
    const future = new Future<void>();
    this.#waits.set(future, value);
    try {
      yield* future;
    } finally {
      this.#waits.delete(future);
    }
  }

  /** Ends all waits, also later ones, with an error. */
  close(error: Error): void {
    this.#error = error;
    for (const future of this.#waits.keys()) if (!future.done()) future.setException(error);
  }
}
