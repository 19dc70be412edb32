import { Future, getEventLoop } from "@asyncio-ts/tasks";
import { type EmitterLike, listen, type Listener } from "./listen.ts";
import type { EventOf, EventTargetLike } from "./event-target.ts";

/** The future of the next event. It listens until it is done. */
class NextEvent<T> extends Future<T> implements Listener<T> {
  #removeListeners: (() => void) | null;

  constructor(source: EventTargetLike | EmitterLike, name: string | symbol) {
    super({ loop: getEventLoop() });
    this.#removeListeners = listen("fromEvent", source, name, this, this.getLoop());
    // The source may have called the listener at once.
    if (this.done()) this.#stopListening();
  }

  _onEvent(event: T): void {
    if (this.#isWanted()) this.setResult(event);
  }

  _onError(error: unknown): void {
    if (this.#isWanted()) this.setException(error);
  }

  override setResult(result: T): void {
    super.setResult(result);
    this.#stopListening();
  }

  override setException(exception: unknown): void {
    super.setException(exception);
    this.#stopListening();
  }

  override cancel(message?: string): boolean {
    const cancelled = super.cancel(message);
    this.#stopListening();
    return cancelled;
  }

  #isWanted(): boolean {
    // An emitter goes through a copy of its listeners, so it also calls a listener that another one has just removed.
    if (this.done()) return false;
    if (!this.getLoop().isClosed()) return true;
    this.#stopListening();
    return false;
  }

  #stopListening(): void {
    const removeListeners = this.#removeListeners;
    // Must come first: the source may call the listener once more.
    this.#removeListeners = null;
    removeListeners?.();
  }
}

/**
 * Returns a future of the next event. It listens from the call until the future is done.
 *
 * The result is the event of an `EventTarget`, or the array of arguments of an `EventEmitter`'s event, as in Node's
 * `events.once`. An `error` event of an `EventEmitter` becomes the future's exception.
 *
 * @param source an `EventTarget` or an `EventEmitter`
 * @param name the name of the event
 * @throws TypeError when `source` is neither an `EventTarget` nor an `EventEmitter`, or `name` is not the name of an event
 *
 * @example
 * ```ts
 * import { fromEvent } from "@asyncio-ts/promise";
 * import { run } from "@asyncio-ts/tasks";
 *
 * const target = new EventTarget();
 * setTimeout(() => target.dispatchEvent(new Event("ready")), 5);
 *
 * await run(function* () {
 *   const event = yield* fromEvent(target, "ready");
 *   console.log(event.type); // prints ready
 * });
 * ```
 */
export function fromEvent<S extends EventTargetLike, Name extends string>(source: S, name: Name): Future<EventOf<S, Name>>;
export function fromEvent<E extends Event>(source: EventTargetLike, name: string): Future<E>;
export function fromEvent<Args extends unknown[] = any[]>(source: EmitterLike, name: string | symbol): Future<Args>;
export function fromEvent(source: EventTargetLike | EmitterLike, name: string | symbol): Future<any> {
  return new NextEvent<unknown>(source, name);
}
