import { fromPromise } from "@asyncio-ts/promise";
import type { Coroutine } from "asyncio-ts";

/** Waits until the browser has painted content. A page that opens hidden is not painted, and there the wait ends at once. */
export function* firstPaint(): Coroutine<void> {
  if (document.visibilityState === "hidden") return;
  const painted = new Promise<void>((resolve) => {
    const observer = new PerformanceObserver((entries) => {
      if (entries.getEntriesByName("first-contentful-paint").length > 0) resolve();
    });
    observer.observe({ type: "paint", buffered: true });
  });
  yield* fromPromise(painted);
}
