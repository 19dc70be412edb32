import { Observable } from "rxjs";

/** An Observable that counts its subscriptions. */
export interface CountedSubscriptions<T> {
  source: Observable<T>;
  /** The number of subscriptions. */
  opened: number;
  /** The number of subscriptions that have ended. */
  closed: number;
}

/** Wraps an Observable in one that counts its subscriptions. */
export function countSubscriptions<T>(source: Observable<T>): CountedSubscriptions<T> {
  const record = {
    source: new Observable<T>((subscriber) => {
      record.opened++;
      subscriber.add(() => record.closed++);
      return source.subscribe(subscriber);
    }),
    opened: 0,
    closed: 0,
  };
  return record;
}
