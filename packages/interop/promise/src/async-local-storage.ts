/// <reference types="node" />
/**
 * Importing this module carries the stores of Node's `AsyncLocalStorage` into coroutines: a task, handle or done callback sees,
 * in all its steps, the stores under which it was made. Without it they see none.
 *
 * It costs up to 100 ns for each task, handle and done callback that is made, and 40 to 80 ns a step: measured on Node 20 and
 * 26, where a task that does nothing costs 290 to 360 ns without it, and a step 105.
 * `setSnapshot(null)` of `@asyncio-ts/loop` takes it back.
 *
 * @module
 */
import { AsyncResource } from "node:async_hooks";
import { setSnapshot } from "@asyncio-ts/loop";

// AsyncLocalStorage.snapshot() does the same, for 1,400 to 30,000 ns.
setSnapshot(() => {
  const scope = new AsyncResource("asyncio-ts");
  return (step) => scope.runInAsyncScope(step);
});
