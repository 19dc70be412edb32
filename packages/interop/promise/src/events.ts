/// <reference lib="esnext.disposable" preserve="true" />
import { disposable, repr, Ring } from "@asyncio-ts/loop/kit";
import { bufferOf, type BufferOptions, BufferOverflowError, type Overflow } from "@asyncio-ts/sync/kit";
import { type Coroutine, Future, getRunningLoop, type Source } from "@asyncio-ts/tasks";
import { type EmitterLike, listen } from "./emitter.ts";
import type { EventOf, EventTargetLike } from "./event-target.ts";

/**
 * The events of a name as a source, which listens until it is let go. What `events` returns.
 *
 * Several tasks may read from it: each event goes to one of them.
 */
export class Events<T> implements Source<T>, Disposable {
  /** What was heard, and nobody has read. */
  #items = new Ring<T>();
  readonly #capacity: number;
  readonly #overflow: Overflow;
  readonly #title: string;
  /** Those who wait, in the order of asking; one that was woken stays until its task has run. */
  readonly #readers: Reader[] = [];
  #letGo: (() => void) | null = null;
  #ended = false;
  /** The error to throw once all items are read. */
  #failure: { error: unknown } | null = null;
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(source: EventTargetLike | EmitterLike, name: string | symbol, options: BufferOptions) {
    const { buffer, overflow } = bufferOf("events", options);
    this.#capacity = overflow === "unbounded" ? Infinity : buffer;
    this.#overflow = overflow;
    this.#title = `${repr(name)} of ${repr(source)}`;
    this.#letGo = listen("events", source, name, this);
  }

  /**
   * The next event, or the end. A cancelled wait loses none.
   *
   * @throws the error of an emitter's `error` event, once what was heard before is read
   * @throws BufferOverflowError when events came faster than they were read
   */
  *next(): Coroutine<IteratorResult<T>> {
    while (this.#items.size === 0) {
      if (this.#ended) return this.#finish();
      const reader = new Reader(this);
      this.#readers.push(reader);
      let goesOn = false;
      try {
        yield* reader;
        goesOn = true;
      } finally {
        this.#readers.splice(this.#readers.indexOf(reader), 1);
        // The wake-up may have been this one's: somebody else is to have it.
        if (!goesOn && this.#items.size > 0) this.#wakeNext();
      }
    }
    return { done: false, value: this.#items.pop() };
  }

  /** Stops listening, and drops what nobody has read. Disposing does the same. */
  *return(): Coroutine<void> {
    this._close();
  }

  /** @internal */
  _close(): void {
    this.#items = new Ring();
    this.#end(null);
  }

  /** @internal */
  heard(item: T): void {
    if (this.#items.size === this.#capacity) {
      if (this.#overflow === "dropNewest") return;
      if (this.#overflow === "error") return this.failed(this.#overflowed());
      this.#items.pop();
    }
    this.#items.push(item);
    this.#wakeNext();
  }

  /** @internal */
  failed(error: unknown): void {
    this.#end({ error });
  }

  #overflowed(): Error {
    const what = `${this.#title} came more often than the ${this.#capacity} times that the buffer holds`;
    return new BufferOverflowError(`events: ${what}; read faster, or choose what to drop by \`overflow\``);
  }

  #end(failure: { error: unknown } | null): void {
    this.#letGo?.();
    this.#letGo = null;
    this.#ended = true;
    this.#failure = failure;
    for (const reader of this.#readers) wake(reader);
  }

  #finish(): IteratorResult<T> {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
    return { done: true, value: undefined };
  }

  #wakeNext(): void {
    const next = this.#readers.find((reader) => !reader.done());
    if (next !== undefined) wake(next);
  }

  toString(): string {
    return `<Events ${this.#title} waiting=${this.#items.size}${this.#ended ? " ended" : ""}>`;
  }
}

disposable(Events, function (this: Events<unknown>) {
  this._close();
});

/** One who waits for an event. Its text is that of the source. */
class Reader extends Future<void> {
  readonly #events: Events<any>;

  constructor(events: Events<any>) {
    super({ loop: getRunningLoop() });
    this.#events = events;
  }

  override toString(): string {
    return this.#events.toString();
  }
}

/** Lets one who waits go on, unless it was cancelled or its loop is gone. */
function wake(reader: Reader): void {
  if (!reader.done() && !reader.getLoop().isClosed()) reader.setResult();
}

/**
 * The events of a name, as a source for `forEach` and `iterate`, which let it go at every exit; also disposable. It listens
 * from the call on.
 *
 * An `EventTarget` gives events; an `EventEmitter` gives arrays of arguments, and its `error` event is thrown.
 *
 * @param source an `EventTarget` or an `EventEmitter`
 * @param name of the events
 * @param options.buffer how many to keep that nobody has read yet; 1,024 by default
 * @param options.overflow what to do with one too many: `"error"` by default, or `"dropOldest"`, `"dropNewest"`, `"unbounded"`
 * @throws TypeError when `source` is neither
 * @throws RangeError when an option is none
 *
 * @example
 * ```ts
 * import { events } from "@asyncio-ts/promise";
 * import { forEach, run } from "@asyncio-ts/tasks";
 *
 * const target = new EventTarget();
 * const timer = setInterval(() => target.dispatchEvent(new Event("tick")), 2);
 *
 * await run(function* () {
 *   let ticks = 0;
 *   yield* forEach(events(target, "tick"), function* (event) {
 *     console.log(event.type, ++ticks);
 *     if (ticks === 2) return forEach.stop;
 *   });
 * });
 * clearInterval(timer);
 * // prints tick 1
 * // prints tick 2
 * ```
 */
export function events<S extends EventTargetLike, Name extends string>(
  source: S,
  name: Name,
  options?: BufferOptions,
): Events<EventOf<S, Name>>;
export function events<E extends Event>(source: EventTargetLike, name: string, options?: BufferOptions): Events<E>;
export function events<Args extends unknown[] = any[]>(source: EmitterLike, name: string | symbol, options?: BufferOptions): Events<Args>;
export function events(source: EventTargetLike | EmitterLike, name: string | symbol, options: BufferOptions = {}): Events<any> {
  return new Events(source, name, options);
}
