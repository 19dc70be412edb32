import type { Observable } from "rxjs";

/** Yields the items of an Observable, for `for await`. */
export async function* itemsOf<T>(source: Observable<T>): AsyncGenerator<T, void> {
  let items: T[] = [];
  let ended = false;
  let wake = () => {};
  const subscription = source.subscribe({
    next(item) {
      items.push(item);
      wake();
    },
    complete() {
      ended = true;
      wake();
    },
  });
  try {
    for (;;) {
      const arrived = items;
      items = [];
      for (const item of arrived) yield item;
      if (items.length > 0) continue;
      if (ended) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    subscription.unsubscribe();
  }
}
