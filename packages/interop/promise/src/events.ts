/// <reference lib="esnext.disposable" preserve="true" />
import { disposable, repr } from "@asyncio-ts/loop/lowlevel";
import { type BufferOptions, BufferOverflowError, Inbox } from "@asyncio-ts/sync/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { type EmitterLike, listen } from "./listen.ts";
import type { EventOf, EventTargetLike } from "./event-target.ts";

/**
 * The events of a name as a source, which listens until it is let go. What `events` returns.
 *
 * Several tasks may read from it: each event goes to one of them.
 */
export class Events<T> extends Inbox<T> implements Disposable {
  readonly #title: string;
  #letGo: (() => void) | null = null;
  /** Listens no more, and drops what was buffered. */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(source: EventTargetLike | EmitterLike, name: string | symbol, options: BufferOptions) {
    super("events", options);
    this.#title = `${repr(name)} of ${repr(source)}`;
    this.#letGo = listen("events", source, name, this);
  }

  /** Stops listening, and drops what nobody has read. Disposing does the same. */
  override *return(): Coroutine<void> {
    this._close();
  }

  /** @internal */
  _close(): void {
    this.#stop();
    this.discard();
  }

  /** @internal */
  heard(item: T): void {
    if (!this.push(item)) this.failed(this.#overflowed());
  }

  /** @internal */
  failed(error: unknown): void {
    this.#stop();
    this.fail(error);
  }

  #stop(): void {
    this.#letGo?.();
    this.#letGo = null;
  }

  #overflowed(): Error {
    const what = `${this.#title} came more often than the ${this.capacity} times that the buffer holds`;
    return new BufferOverflowError(`events: ${what}; read faster, or choose what to drop by \`overflow\``);
  }

  /** Its state, as errors and logs show it. */
  override toString(): string {
    return `<Events ${this.#title} waiting=${this.size}${this.ended ? " ended" : ""}>`;
  }
}

disposable(Events, function (this: Events<unknown>) {
  this._close();
});

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
