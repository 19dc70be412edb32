/** The methods of an `EventTarget` that `fromEvent` and `events` call. */
export interface EventTargetLike {
  /** Adds a listener. */
  addEventListener(name: string, listener: (event: any) => void): void;
  /** Removes a listener. */
  removeEventListener(name: string, listener: (event: any) => void): void;
}

/** The type of a target's event with a given name, inferred from its `on…` property; `Event` for a target without that property. */
export type EventOf<Target, Name extends string> = Target extends { [P in `on${Name}`]: ((this: any, event: infer E) => any) | null }
  ? E
  : Event;
