import { Future } from "@asyncio-ts/tasks";
import { onTestFinished } from "vitest";

/** Counts, until the test ends, how often anybody looks whether a future is done or cancelled. */
export function countLookups(): { count: number } {
  const lookups = { count: 0 };
  const { done, cancelled } = Future.prototype;
  const counted = (look: () => boolean) =>
    function (this: Future<unknown>): boolean {
      lookups.count++;
      return look.call(this);
    };
  Object.assign(Future.prototype, { done: counted(done), cancelled: counted(cancelled) });
  onTestFinished(() => void Object.assign(Future.prototype, { done, cancelled }));
  return lookups;
}
