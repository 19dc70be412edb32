import { type Coroutine, sleep } from "@asyncio-ts/tasks";

/** Waits for a number of passes of the loop. */
export function* passes(count = 1): Coroutine<void> {
  for (let pass = 0; pass < count; pass++) yield* sleep(0);
}
