// asyncio-task, Coroutines: one after the other, then as tasks.
import { createTask, run, sleep } from "asyncio-ts";

function* sayAfter(delay: number, what: string) {
  yield* sleep(delay);
  console.log(what);
}

function* main() {
  yield* sayAfter(1000, "hello");
  yield* sayAfter(2000, "world");

  const task1 = createTask(sayAfter(1000, "hello"));
  const task2 = createTask(sayAfter(2000, "world"));
  yield* task1;
  yield* task2;
}

await run(main);
