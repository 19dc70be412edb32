import { Condition } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { Line } from "./line.ts";
import { must } from "./must.ts";
import { keep, type Use, type Watched } from "./watched.ts";

/** A condition around a number of things: no notification is lost, and one holds the lock at a time. */
export class WatchedCondition implements Watched {
  readonly #condition = new Condition();
  readonly #line = new Line();
  #things = 0;
  #inside = 0;

  *use(use: Use): Coroutine<void> {
    if (use.kind < 20) yield* this.#line.ask(this.#condition.use(() => this.#take(use)));
    else yield* this.#condition.use(() => this.#make(use));
  }

  *#take(use: Use): Coroutine<void> {
    yield* this.#alone(use);
    while (this.#things === 0) {
      must(yield* this.#condition.wait(), "a wait gives true");
      yield* this.#alone({ ...use, hold: 0 });
    }
    this.#things--;
  }

  *#make(use: Use): Coroutine<void> {
    yield* this.#alone(use);
    const count = use.kind < 29 ? 1 : 2;
    this.#things += count;
    if (use.kind === 31) this.#condition.notifyAll();
    else this.#condition.notify(count);
    if (use.kind % 2 === 0) this.#line.strike(use.strike);
    yield* this.#alone(use);
    if (use.kind % 2 === 1) this.#line.strike(use.strike);
  }

  *#alone(use: Use): Coroutine<void> {
    this.#inside++;
    try {
      must(this.#inside === 1 && this.#condition.locked(), "one holds the lock at a time");
      yield* keep(use);
    } finally {
      this.#inside--;
    }
  }

  quiet(): void {
    if (this.#condition.locked()) must(this.#inside === 1, "the lock is locked while somebody holds it");
    else must(this.#things === 0 || this.#line.waiting === 0, "nobody waits for what is there");
  }

  *over(): Coroutine<void> {
    must(String(this.#condition) === "<Condition [unlocked]>", "the lock is free in the end");
    must(this.#things >= 0, "nothing is taken twice");
  }
}
