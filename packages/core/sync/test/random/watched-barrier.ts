import { Barrier, BrokenBarrierError } from "@asyncio-ts/sync";
import { type Coroutine, gather } from "@asyncio-ts/tasks";
import { Line } from "./line.ts";
import { must } from "./must.ts";
import type { Use, Watched } from "./watched.ts";

/** A barrier: nobody is left behind when it fills, is reset or broken. */
export class WatchedBarrier implements Watched {
  readonly #barrier: Barrier;
  readonly #line = new Line();
  #breaks = 0;

  constructor(parties: number) {
    this.#barrier = new Barrier(parties);
  }

  *use({ kind, hold, strike }: Use): Coroutine<void> {
    if (kind < 27) yield* this.#wait(strike);
    else if (kind < 31) yield* this.#break(this.#barrier.reset());
    else if (hold === 3) yield* this.#break(this.#barrier.abort());
  }

  *#wait(strike: number): Coroutine<void> {
    try {
      const { value: index } = yield* this.#line.ask(this.#barrier.wait());
      must(index >= 0 && index < this.#barrier.parties, "each gets an index");
      this.#line.strike(strike);
    } catch (error) {
      if (!(error instanceof BrokenBarrierError)) throw error;
      must(this.#breaks > 0, "no barrier breaks by itself");
    }
  }

  *#break(breaking: Coroutine<void>): Coroutine<void> {
    this.#breaks++;
    yield* breaking;
  }

  quiet(): void {
    const { broken, nWaiting, parties } = this.#barrier;
    must(broken || String(this.#barrier).includes("filling"), "who drains and resets gets done");
    must(nWaiting < parties, "a barrier that is full lets all through");
    must(this.#line.waiting === nWaiting, "all who wait are counted");
  }

  *over(): Coroutine<void> {
    yield* this.#barrier.reset();
    const { parties } = this.#barrier;
    const indices = yield* gather(...Array.from({ length: parties }, () => this.#barrier.wait()));
    must(new Set(indices).size === parties && Math.max(...indices) === parties - 1, "it can be used again");
  }
}
