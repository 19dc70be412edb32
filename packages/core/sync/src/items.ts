/** What a queue keeps its items in: `pop` decides which comes next. */
export interface Items<T> {
  readonly size: number;
  push(item: T): void;
  /** Removes the next item. There must be one. */
  pop(): T;
}
