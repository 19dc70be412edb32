import { Observable } from "rxjs";

/** The same Observable, with a record of who subscribed and unsubscribed. */
export interface Watched<T> {
  source: Observable<T>;
  /** How many subscriptions there were. */
  opened: number;
  /** How many of them have ended, however that came. */
  closed: number;
}

export function watched<T>(source: Observable<T>): Watched<T> {
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
