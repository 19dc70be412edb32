/** The container of a queue's items. Its `pop` decides the order in which they come out. */
export interface QueueStorage<T> {
  /** The number of items. */
  readonly size: number;
  /** Adds an item. */
  push(item: T): void;
  /** Removes and returns the next item. Called only if there is one. */
  pop(): T;
}
