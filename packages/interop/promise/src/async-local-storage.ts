/// <reference types="node" />
/**
 * Importing this module carries the stores of Node's `AsyncLocalStorage` into coroutines. Each task, handle and done callback
 * then sees the stores that were current at its creation, in all its steps. Without this module it sees no stores.
 *
 * Creating and stepping tasks costs more then; the guide on promises has the figures. `setSnapshot(null)` of `@asyncio-ts/loop`
 * uninstalls it.
 *
 * @module
 */
import { AsyncResource } from "node:async_hooks";
import { setSnapshot } from "@asyncio-ts/loop";

// AsyncLocalStorage.snapshot() does the same, but takes many times as long.
setSnapshot(() => {
  const scope = new AsyncResource("asyncio-ts");
  return (step) => scope.runInAsyncScope(step);
});
