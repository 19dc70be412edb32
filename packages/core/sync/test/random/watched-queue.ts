import { Queue, QueueEmpty, QueueFull, QueueShutDown } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { Line } from "./line.ts";
import { must } from "./must.ts";
import { keep, type Use, type Watched } from "./watched.ts";

export interface Item {
  key: number;
  name: number;
}

/** What a queue is compared with. */
export interface Model {
  push(item: Item): void;
  pop(): Item | undefined;
  readonly items: Item[];
}

/** A queue: every item comes out once, in the order of its model, and `join` ends when all work is done. */
export class WatchedQueue implements Watched {
  readonly #queue: Queue<Item>;
  readonly #model: Model;
  readonly #getting = new Line();
  readonly #putting = new Line();
  readonly #joining = new Line();
  #items = 0;
  #unfinished = 0;
  /** How often nothing was unfinished. */
  #finishes = 0;
  #isShutDown = false;

  constructor(queue: Queue<Item>, model: Model) {
    this.#queue = queue;
    this.#model = model;
  }

  *use(use: Use): Coroutine<void> {
    try {
      if (use.kind < 12) yield* this.#put(use);
      else if (use.kind < 24) yield* this.#get(use);
      else if (use.kind < 28) yield* this.#join();
      else if (use.hold === 3) this.#shutDown(use.kind % 2 === 0);
    } catch (error) {
      if (error instanceof QueueShutDown) must(this.#isShutDown, "no queue is shut down by itself");
      else if (error instanceof QueueFull) must(use.kind < 3 && this.#queue.full(), "a queue that says it is full is");
      else if (error instanceof QueueEmpty) must(use.kind < 15 && this.#queue.empty(), "a queue that says it is empty is");
      else throw error;
    }
  }

  *#put({ kind, hold, strike }: Use): Coroutine<void> {
    const item = { key: hold, name: this.#items++ };
    if (kind < 3) this.#queue.putNowait(item);
    else yield* this.#putting.ask(this.#queue.put(item));
    this.#model.push(item);
    this.#unfinished++;
    const { maxsize } = this.#queue;
    must(maxsize <= 0 || this.#queue.qsize() <= maxsize, "a queue holds no more than its maxsize");
    must(!this.#isShutDown, "nothing is put after the shutdown");
    this.#getting.strike(strike);
  }

  *#get(use: Use): Coroutine<void> {
    const item = use.kind < 15 ? this.#queue.getNowait() : (yield* this.#getting.ask(this.#queue.get())).value;
    must(item === this.#model.pop(), "each item comes out once, in the queue's order");
    this.#putting.strike(use.strike);
    try {
      yield* keep(use);
    } finally {
      this.#queue.taskDone();
      this.#finish(1);
      this.#joining.strike(use.strike);
    }
  }

  *#join(): Coroutine<void> {
    const finishes = this.#unfinished === 0 ? -1 : this.#finishes;
    yield* this.#joining.ask(this.#queue.join());
    must(this.#finishes > finishes, "join() ends when all work is done");
  }

  #shutDown(immediate: boolean): void {
    this.#queue.shutdown(immediate);
    this.#isShutDown = true;
    if (immediate) this.#finish(this.#model.items.splice(0).length);
  }

  #finish(count: number): void {
    this.#unfinished -= count;
    if (this.#unfinished === 0) this.#finishes++;
  }

  quiet(): void {
    must(this.#queue.qsize() === this.#model.items.length, "no item is lost or doubled");
    must(this.#queue.empty() || this.#getting.waiting === 0, "nobody waits while an item is there");
    must(this.#queue.full() || this.#putting.waiting === 0, "nobody waits while there is room");
    must(this.#unfinished > 0 || this.#joining.waiting === 0, "nobody waits when all work is done");
    must(!this.#isShutDown || this.#getting.waiting + this.#putting.waiting === 0, "nobody waits after the shutdown");
  }

  *over(): Coroutine<void> {
    while (!this.#queue.empty()) {
      must(this.#queue.getNowait() === this.#model.pop(), "what is left comes out in the queue's order");
      this.#queue.taskDone();
    }
    must(this.#model.items.length === 0, "no item is lost");
    yield* this.#queue.join();
  }
}
