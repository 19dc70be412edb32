import { type Coroutine, sleep } from "@asyncio-ts/tasks";

/** Lets a number of passes go by. */
export function* passes(count = 1): Coroutine<void> {
  for (let pass = 0; pass < count; pass++) yield* sleep(0);
}
