import { Future } from "@asyncio-ts/tasks";
import { onTestFinished } from "vitest";

/** Counts the calls of `done()` and `cancelled()` on all futures until the test ends. */
export function countStateChecks(): { count: number } {
  const checks = { count: 0 };
  const { done, cancelled } = Future.prototype;
  const counted = (check: () => boolean) =>
    function (this: Future<unknown>): boolean {
      checks.count++;
      return check.call(this);
    };
  Object.assign(Future.prototype, { done: counted(done), cancelled: counted(cancelled) });
  onTestFinished(() => void Object.assign(Future.prototype, { done, cancelled }));
  return checks;
}
