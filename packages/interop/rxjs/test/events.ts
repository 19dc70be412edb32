import type { Observable, Observer } from "rxjs";

/** Writes down what an Observable gives: values, then `["error", …]` or "complete". */
export function recorder(events: unknown[] = []): Observer<unknown> & { events: unknown[] } {
  return {
    events,
    next: (value) => events.push(value),
    error: (error) => events.push(["error", error]),
    complete: () => events.push("complete"),
  };
}

/** Subscribes, and gives the list that fills. */
export function eventsOf(source: Observable<unknown>): unknown[] {
  const { events, ...observer } = recorder();
  source.subscribe(observer);
  return events;
}
