import type { LoopCore } from "@asyncio-ts/loop";
import { repr } from "@asyncio-ts/loop/lowlevel";
import type { EventTargetLike } from "./event-target.ts";

/** The methods of Node's `EventEmitter` that `fromEvent` and `events` call. */
export interface EmitterLike {
  /** Adds a listener. */
  on(name: any, listener: (...args: any[]) => void): unknown;
  /** Removes a listener. */
  removeListener(name: any, listener: (...args: any[]) => void): unknown;
}

/** The object that `listen` calls. An emitter may call it once more after its removal. */
export interface Listener<T> {
  /** Receives the event of an `EventTarget`, or the arguments of an `EventEmitter`'s event. */
  _onEvent(event: T): void;
  /** Receives the argument of an `EventEmitter`'s `error` event. */
  _onError(error: unknown): void;
}

/**
 * Subscribes to the events of one name, and for an `EventEmitter` to its `error` events.
 *
 * @param caller the public function, for the error message
 * @param loop reports errors in the removal of the listeners, because the caller of that did not cause them
 * @returns a function that removes the listeners
 * @throws TypeError when `source` is neither an `EventTarget` nor an `EventEmitter`, or `name` is not the name of an event
 */
export function listen(
  caller: string,
  source: EventTargetLike | EmitterLike,
  name: string | symbol,
  listener: Listener<any>,
  loop: LoopCore,
): () => void {
  const removeListeners = subscribe(caller, source, name, listener);
  return () => {
    try {
      removeListeners();
    } catch (exception) {
      loop.callExceptionHandler({ message: `Exception in the removal of a listener of ${caller}`, exception });
    }
  };
}

function subscribe(caller: string, source: EventTargetLike | EmitterLike, name: string | symbol, listener: Listener<any>): () => void {
  if (hasMethods(source, "addEventListener", "removeEventListener")) {
    if (typeof name !== "string") throw new TypeError(`${caller}: a string was expected as the event's name, got ${repr(name)}`);
    return listenToTarget(source as EventTargetLike, name, listener);
  }
  if (hasMethods(source, "on", "removeListener")) {
    if (typeof name !== "string" && typeof name !== "symbol") {
      throw new TypeError(`${caller}: a string or a symbol was expected as the event's name, got ${repr(name)}`);
    }
    return listenToEmitter(source as EmitterLike, name, listener);
  }
  throw new TypeError(`${caller}: an EventTarget or an EventEmitter was expected, got ${repr(source)}`);
}

function hasMethods(source: unknown, ...names: string[]): boolean {
  return names.every((name) => typeof (source as Record<string, unknown> | null | undefined)?.[name] === "function");
}

function listenToTarget(target: EventTargetLike, name: string, listener: Listener<unknown>): () => void {
  const onEvent = (event: unknown) => listener._onEvent(event);
  target.addEventListener(name, onEvent);
  return () => target.removeEventListener(name, onEvent);
}

function listenToEmitter(emitter: EmitterLike, name: string | symbol, listener: Listener<unknown[]>): () => void {
  const onEvent = (...args: unknown[]) => listener._onEvent(args);
  const onError = (error: unknown) => listener._onError(error);
  emitter.on(name, onEvent);
  if (name !== "error") emitter.on("error", onError);
  return () => {
    emitter.removeListener(name, onEvent);
    if (name !== "error") emitter.removeListener("error", onError);
  };
}
