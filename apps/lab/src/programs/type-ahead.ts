// Searches at each pause in typing, and cancels the search before.
import {
  loopScheduler,
  observable,
  subscribe,
  switchMapTask,
} from "@asyncio-ts/rxjs";
import {
  forEach,
  getRunningLoop,
  run,
  sleep,
} from "asyncio-ts";
import { debounceTime } from "rxjs";

const typing = observable<string>(function* (emit) {
  for (const [text, after] of [
    ["a", 0],
    ["as", 200],
    ["asyn", 600],
    ["async", 100],
  ] as const) {
    yield* sleep(after);
    console.log(`typed ${text}`);
    yield* emit(text);
  }
  yield* sleep(2000);
});

function* search(text: string) {
  yield* sleep(1000);
  return `found ${text}`;
}

function* main() {
  const clock = loopScheduler(getRunningLoop());
  const results = typing.pipe(
    debounceTime(300, clock),
    switchMapTask(search),
  );
  yield* forEach(subscribe(results), function* (result) {
    console.log(result);
  });
}

await run(main);
