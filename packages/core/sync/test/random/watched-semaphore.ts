import { BoundedSemaphore, Semaphore } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { Line } from "./line.ts";
import { must } from "./must.ts";
import { keep, type Use, type Watched } from "./watched.ts";

/** A semaphore: as many at a time as there are permits, woken in the order of asking. */
export class WatchedSemaphore implements Watched {
  readonly #semaphore: Semaphore;
  readonly #permits: number;
  /** How many of those who were woken together may run before the first of them. */
  readonly #overtaking: number;
  readonly #line = new Line();
  #inside = 0;

  /** @param inOrder whether steps that are ready run in the order in which they became it */
  constructor(permits: number, isBounded: boolean, inOrder: boolean) {
    this.#semaphore = isBounded ? new BoundedSemaphore(permits) : new Semaphore(permits);
    this.#permits = permits;
    this.#overtaking = inOrder ? 0 : permits - 1;
  }

  *use(use: Use): Coroutine<void> {
    const { value: held, ahead } = yield* this.#line.ask(this.#semaphore.acquire());
    this.#inside++;
    try {
      must(ahead <= this.#overtaking, "who asked first gets a permit first");
      must(this.#inside <= this.#permits, "no more are inside than there are permits");
      yield* keep(use);
    } finally {
      this.#inside--;
      if (use.kind % 2 === 0) held[Symbol.dispose]();
      else this.#semaphore.release();
      this.#line.strike(use.strike);
    }
  }

  quiet(): void {
    must(this.#inside === this.#permits || this.#line.waiting === 0, "nobody waits while a permit is free");
    must(this.#semaphore.locked() === (this.#inside === this.#permits), "it is locked while no permit is free");
  }

  *over(): Coroutine<void> {
    const text = `[unlocked, value:${this.#permits}]>`;
    must(String(this.#semaphore).endsWith(text), `all permits are there in the end: ${this.#semaphore.toString()}`);
  }
}
