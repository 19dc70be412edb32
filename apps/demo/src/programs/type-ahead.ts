import {
  loopScheduler,
  observable,
  subscribe,
  switchMapTask,
} from "@asyncio-ts/rxjs";
import { CancelledError, forEach, getRunningLoop, sleep } from "asyncio-ts";
import { debounceTime } from "rxjs";
import { print, run } from "../harness.ts";

const typing = observable<string>(function* (emit) {
  for (const [text, after] of [
    ["a", 0],
    ["as", 200],
    ["asyn", 600],
    ["async", 100],
  ] as const) {
    yield* sleep(after);
    print("Typed", text);
    yield* emit(text);
  }
  yield* sleep(2000);
});

function* search(text: string) {
  print("Searching for", text);
  try {
    yield* sleep(1000);
  } catch (error) {
    if (error instanceof CancelledError)
      print("No more searching for", text);
    throw error;
  }
  return `Found ${text}`;
}

function* main() {
  const clock = loopScheduler(getRunningLoop());
  const results = typing.pipe(
    debounceTime(300, clock),
    switchMapTask(search),
  );
  yield* forEach(subscribe(results), function* (result) {
    print(result);
  });
}

await run(main());
