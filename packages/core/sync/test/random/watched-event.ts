import { Event } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { Line } from "./line.ts";
import { must } from "./must.ts";
import { keep, type Use, type Watched } from "./watched.ts";

/** An event: each `set` frees all who wait, though a `clear` follows. */
export class WatchedEvent implements Watched {
  readonly #event = new Event();
  /** Those who have come since the last `set`. */
  #line = new Line();
  /** Those who came before it. */
  readonly #freed: Line[] = [];
  #sets = 0;

  *use(use: Use): Coroutine<void> {
    if (use.kind < 16) yield* this.#wait();
    else if (use.kind < 24 || use.kind > 28) this.#set(use.strike);
    if (use.kind >= 24) this.#event.clear();
    yield* keep(use);
  }

  *#wait(): Coroutine<void> {
    const sets = this.#event.isSet() ? -1 : this.#sets;
    const { value } = yield* this.#line.ask(this.#event.wait());
    must(value && this.#sets > sets, "a wait ends by a set");
  }

  #set(strike: number): void {
    this.#sets++;
    this.#event.set();
    this.#line.strike(strike);
    this.#freed.push(this.#line);
    this.#line = new Line();
  }

  quiet(): void {
    must(
      this.#freed.every((line) => line.waiting === 0),
      "a set frees all who waited, though a clear follows",
    );
    must(!this.#event.isSet() || this.#line.waiting === 0, "nobody waits for an event that is set");
  }

  *over(): Coroutine<void> {
    this.#event.clear();
    must(String(this.#event) === "<Event [unset]>", "nobody is left");
  }
}
