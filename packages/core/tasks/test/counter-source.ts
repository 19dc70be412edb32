import { type Coroutine, sleep, type Source } from "@asyncio-ts/tasks";

/** Returns 1, 2, 3, … up to a maximum, one number every 10 ms. Its `return` takes 5 ms and is logged. */
export class CounterSource implements Source<number> {
  readonly log: string[] = [];
  #count = 0;
  readonly #max: number;

  constructor(max: number = Infinity) {
    this.#max = max;
  }

  *next(): Coroutine<IteratorResult<number>> {
    yield* sleep(10);
    if (this.#count === this.#max) return { done: true, value: undefined };
    return { done: false, value: ++this.#count };
  }

  *return(): Coroutine<void> {
    this.log.push("closing");
    yield* sleep(5);
    this.log.push("closed");
  }
}
