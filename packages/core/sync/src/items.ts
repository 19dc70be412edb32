/** What a queue keeps its items in: `pop` decides which comes next. */
export interface Items<T> {
  /** How many items it holds. */
  readonly size: number;
  /** Adds an item. */
  push(item: T): void;
  /** Removes the next item. There must be one. */
  pop(): T;
}
