import { type Coroutine, gather, sleep } from "asyncio-ts";
// Promises of setTimeout.

const log: string[] = [];
const delay = (ms: number) => sleep(ms);

function* say(words: string, ms: number): Coroutine<void> {
  yield* delay(ms);
  log.push(words);
}

export function* main(): Coroutine<unknown> {
  yield* gather(say("second", 20), say("first", 5));
  yield* sleep(1, "value");
  return [log, yield* sleep(1, "paused")];
}
