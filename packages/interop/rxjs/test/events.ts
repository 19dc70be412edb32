import type { Observable } from "rxjs";

/** Subscribes, and returns a list that fills with the values, then `["error", …]` or "complete". */
export function eventsOf(source: Observable<unknown>): unknown[] {
  const events: unknown[] = [];
  source.subscribe({
    next: (value) => events.push(value),
    error: (error) => events.push(["error", error]),
    complete: () => events.push("complete"),
  });
  return events;
}
