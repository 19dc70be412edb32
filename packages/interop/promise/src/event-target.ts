/** What of an `EventTarget` is needed to listen to it. */
export interface EventTargetLike {
  /** Adds a listener. */
  addEventListener(name: string, listener: (event: any) => void): void;
  /** Takes it away. */
  removeEventListener(name: string, listener: (event: any) => void): void;
}

/** The event that a target gives under a name, as far as its `on…` property tells. */
export type EventOf<Target, Name extends string> = Target extends { [P in `on${Name}`]: ((this: any, event: infer E) => any) | null }
  ? E
  : Event;
