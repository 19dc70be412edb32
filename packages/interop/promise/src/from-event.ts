import { Future, getEventLoop } from "@asyncio-ts/tasks";
import { type EmitterLike, type Hearing, listen } from "./listen.ts";
import type { EventOf, EventTargetLike } from "./event-target.ts";

/** The next event, for which it stops listening once it is done, however that came. */
class NextEvent<T> extends Future<T> implements Hearing<T> {
  #letGo: (() => void) | null;

  constructor(source: EventTargetLike | EmitterLike, name: string | symbol) {
    super({ loop: getEventLoop() });
    this.#letGo = listen("fromEvent", source, name, this);
  }

  heard(item: T): void {
    if (this.#isWanted()) this.setResult(item);
  }

  failed(error: unknown): void {
    if (this.#isWanted()) this.setException(error);
  }

  override setResult(result: T): void {
    super.setResult(result);
    this.#stop();
  }

  override setException(exception: unknown): void {
    super.setException(exception);
    this.#stop();
  }

  override cancel(message?: string): boolean {
    this.#stop();
    return super.cancel(message);
  }

  #isWanted(): boolean {
    if (!this.getLoop().isClosed()) return true;
    this.#stop();
    return false;
  }

  #stop(): void {
    this.#letGo?.();
    this.#letGo = null;
  }
}

/**
 * Waits for the next event of a name. It listens from the call on, until the future is done.
 *
 * An `EventTarget` gives the event; an `EventEmitter` gives the array of arguments, as `events.once` of Node does, and its
 * `error` event is the future's exception.
 *
 * @param source an `EventTarget` or an `EventEmitter`
 * @param name of the event
 * @throws TypeError when `source` is neither
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
