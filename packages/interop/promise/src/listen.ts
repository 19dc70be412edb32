import { repr } from "@asyncio-ts/loop/lowlevel";
import type { EventTargetLike } from "./event-target.ts";

/** What of Node's `EventEmitter` is needed to listen to it. */
export interface EmitterLike {
  /** Adds a listener. */
  on(name: any, listener: (...args: any[]) => void): unknown;
  /** Takes it away. */
  removeListener(name: any, listener: (...args: any[]) => void): unknown;
}

/** What is heard of a source of events. */
export interface Hearing<T> {
  /** An event, or the arguments of one that an emitter gave. */
  heard(item: T): void;
  /** An emitter gave an `error` event. */
  failed(error: unknown): void;
}

/**
 * Listens to a name, and for an emitter to its errors.
 *
 * @param who names the caller in the error
 * @returns ends it
 * @throws TypeError when there is nothing to listen to
 */
export function listen(who: string, source: EventTargetLike | EmitterLike, name: string | symbol, hearing: Hearing<any>): () => void {
  if (typeof (source as Partial<EventTargetLike> | null)?.addEventListener === "function") {
    return listenToTarget(source as EventTargetLike, name as string, hearing);
  }
  if (typeof (source as Partial<EmitterLike> | null)?.on === "function") return listenToEmitter(source as EmitterLike, name, hearing);
  throw new TypeError(`${who}: an EventTarget or an EventEmitter was expected, got ${repr(source)}`);
}

function listenToTarget(target: EventTargetLike, name: string, hearing: Hearing<unknown>): () => void {
  const listener = (event: unknown) => hearing.heard(event);
  target.addEventListener(name, listener);
  return () => target.removeEventListener(name, listener);
}

function listenToEmitter(emitter: EmitterLike, name: string | symbol, hearing: Hearing<unknown[]>): () => void {
  const listener = (...args: unknown[]) => hearing.heard(args);
  const failed = (error: unknown) => hearing.failed(error);
  emitter.on(name, listener);
  if (name !== "error") emitter.on("error", failed);
  return () => {
    emitter.removeListener(name, listener);
    if (name !== "error") emitter.removeListener("error", failed);
  };
}
