import { Lock } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { Line } from "./line.ts";
import { must } from "./must.ts";
import { keep, type Use, type Watched } from "./watched.ts";

/** A lock: one at a time, in the order of asking. */
export class WatchedLock implements Watched {
  readonly #lock = new Lock();
  readonly #line = new Line();
  #inside = 0;

  *use(use: Use): Coroutine<void> {
    const { value: held, ahead } = yield* this.#line.ask(this.#lock.acquire());
    this.#inside++;
    try {
      must(ahead === 0, "who asked first gets the lock first");
      must(this.#inside === 1, "one holds the lock at a time");
      yield* keep(use);
    } finally {
      this.#inside--;
      if (use.kind % 2 === 0) held[Symbol.dispose]();
      else this.#lock.release();
      this.#line.strike(use.strike);
    }
  }

  quiet(): void {
    must(this.#lock.locked() === (this.#inside === 1), "the lock is locked while somebody holds it");
    must(this.#inside === 1 || this.#line.waiting === 0, "nobody waits for a free lock");
  }

  *over(): Coroutine<void> {
    must(String(this.#lock) === "<Lock [unlocked]>", "the lock is free in the end");
  }
}
