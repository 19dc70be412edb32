import { Queue, QueueEmpty, QueueFull, QueueShutDown } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { type Action, type Harness, hold } from "./harness.ts";
import { invariant } from "./invariant.ts";
import { WaitTracker } from "./wait-tracker.ts";

export interface Item {
  key: number;
  name: number;
}

/** A container that defines the order of the queue. */
export interface Model {
  push(item: Item): void;
  pop(): Item | undefined;
  readonly items: Item[];
}

/** A queue: each item comes out once, in the order of the model, and `join` returns when all work is done. */
export class QueueHarness implements Harness {
  readonly #queue: Queue<Item>;
  readonly #model: Model;
  readonly #getters = new WaitTracker();
  readonly #putters = new WaitTracker();
  readonly #joiners = new WaitTracker();
  #items = 0;
  #unfinished = 0;
  /** How often the number of unfinished items fell to 0. */
  #finishes = 0;
  #isShutDown = false;

  constructor(queue: Queue<Item>, model: Model) {
    this.#queue = queue;
    this.#model = model;
  }

  *perform(action: Action): Coroutine<void> {
    try {
      if (action.kind < 12) yield* this.#put(action);
      else if (action.kind < 24) yield* this.#get(action);
      else if (action.kind < 28) yield* this.#join();
      else if (action.hold === 3) this.#shutDown(action.kind % 2 === 0);
    } catch (error) {
      if (error instanceof QueueShutDown) invariant(this.#isShutDown, "QueueShutDown is thrown only after shutdown()");
      else if (error instanceof QueueFull) invariant(action.kind < 3 && this.#queue.full(), "QueueFull is thrown only by a full queue");
      else if (error instanceof QueueEmpty) {
        invariant(action.kind < 15 && this.#queue.empty(), "QueueEmpty is thrown only by an empty queue");
      } else throw error;
    }
  }

  *#put({ kind, hold, victim }: Action): Coroutine<void> {
    const item = { key: hold, name: this.#items++ };
    if (kind < 3) this.#queue.putNowait(item);
    else yield* this.#putters.track(this.#queue.put(item));
    this.#model.push(item);
    this.#unfinished++;
    const { maxsize } = this.#queue;
    invariant(maxsize <= 0 || this.#queue.qsize() <= maxsize, "a queue holds at most maxsize items");
    invariant(!this.#isShutDown, "no item is put after shutdown()");
    this.#getters.cancelAt(victim);
  }

  *#get(action: Action): Coroutine<void> {
    const item = action.kind < 15 ? this.#queue.getNowait() : (yield* this.#getters.track(this.#queue.get())).value;
    invariant(item === this.#model.pop(), "each item comes out once, in the queue's order");
    this.#putters.cancelAt(action.victim);
    try {
      yield* hold(action);
    } finally {
      this.#queue.taskDone();
      this.#finish(1);
      this.#joiners.cancelAt(action.victim);
    }
  }

  *#join(): Coroutine<void> {
    const finishes = this.#unfinished === 0 ? -1 : this.#finishes;
    yield* this.#joiners.track(this.#queue.join());
    invariant(this.#finishes > finishes, "join() returns only after all work was done");
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

  checkQuiescent(): void {
    invariant(this.#queue.qsize() === this.#model.items.length, "no item is lost or duplicated");
    invariant(this.#queue.empty() || this.#getters.live === 0, "no getter waits while there is an item");
    invariant(this.#queue.full() || this.#putters.live === 0, "no putter waits while there is room");
    invariant(this.#unfinished > 0 || this.#joiners.live === 0, "no task waits in join() when all work is done");
    invariant(!this.#isShutDown || this.#getters.live + this.#putters.live === 0, "no getter or putter waits after shutdown()");
  }

  *checkFinal(): Coroutine<void> {
    while (!this.#queue.empty()) {
      invariant(this.#queue.getNowait() === this.#model.pop(), "the remaining items come out in the queue's order");
      this.#queue.taskDone();
    }
    invariant(this.#model.items.length === 0, "no item is lost");
    yield* this.#queue.join();
  }
}
