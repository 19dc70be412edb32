/// <reference lib="esnext.disposable" preserve="true" />
import { checkOptions, disposable, repr } from "@asyncio-ts/loop/lowlevel";
import { type BufferOptions, BufferOverflowError, Inbox } from "@asyncio-ts/sync/lowlevel";
import { type Coroutine, getEventLoop } from "@asyncio-ts/tasks";
import { type EmitterLike, listen } from "./listen.ts";
import type { EventOf, EventTargetLike } from "./event-target.ts";

/**
 * A source of events, which listens until it is closed. Returned by `events`.
 *
 * Several tasks may read from it. Each event goes to one of them.
 */
export class Events<T> extends Inbox<T> implements Disposable {
  readonly #description: string;
  #removeListeners: (() => void) | null = null;
  /** Removes the listeners and drops unread events. */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(source: EventTargetLike | EmitterLike, name: string | symbol, options: BufferOptions) {
    super("events", options);
    this.#description = `${repr(name)} of ${repr(source)}`;
    this.#removeListeners = listen("events", source, name, this, getEventLoop());
    // The source may have called the listener at once.
    if (this.ended) this.#stopListening();
  }

  /** Removes the listeners and drops unread events. Disposing does the same. */
  override *return(): Coroutine<void> {
    this._close();
  }

  /** @internal */
  _close(): void {
    this.#stopListening();
    this.discard();
  }

  /** @internal */
  _onEvent(event: T): void {
    // An emitter goes through a copy of its listeners, so it also calls a listener that another one has just removed.
    if (this.ended) return;
    if (!this.push(event)) this._onError(this.#overflowError());
  }

  /** @internal */
  _onError(error: unknown): void {
    if (this.ended) return;
    this.#stopListening();
    this.fail(error);
  }

  #stopListening(): void {
    const removeListeners = this.#removeListeners;
    // Must come first: the source may call the listener once more.
    this.#removeListeners = null;
    removeListeners?.();
  }

  #overflowError(): Error {
    return new BufferOverflowError(
      `events: ${this.#description} overflowed its buffer of ${this.capacity} events; ` +
        "read faster, raise `buffer`, or choose which events to drop with `overflow`",
    );
  }

  /** Returns the state as text, for errors and logs. */
  override toString(): string {
    return `<Events ${this.#description} waiting=${this.size}${this.ended ? " ended" : ""}>`;
  }
}

disposable(Events, function (this: Events<unknown>) {
  this._close();
});

/**
 * Returns the events of one name as a source for `forEach` and `iterate`. It listens from the call on, and every exit from
 * `forEach` or `iterate` removes the listeners. The source is also disposable.
 *
 * An item is the event of an `EventTarget`, or the array of arguments of an `EventEmitter`'s event. An `error` event of an
 * `EventEmitter` ends the source, and its argument is thrown once all events before it are read.
 *
 * @param source an `EventTarget` or an `EventEmitter`
 * @param name the name of the events
 * @param options.buffer the maximum number of unread events; 1,024 by default
 * @param options.overflow the treatment of an event that finds the buffer full: `"error"` (the default), `"dropOldest"`,
 *   `"dropNewest"` or `"unbounded"`
 * @returns a source; after an overflow its `next()` throws a BufferOverflowError
 * @throws TypeError when `source` is neither an `EventTarget` nor an `EventEmitter`, or `name` is not the name of an event
 * @throws RangeError when `buffer` is not a whole number above 0, or `overflow` is not one of the four
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
  checkOptions("events", options);
  return new Events(source, name, options);
}
