// asyncio-future, Future Object, and asyncio-runner: a runner for several coroutines.
import { createTask, type Future, getRunningLoop, run, Runner, sleep } from "asyncio-ts";

function* setAfter<T>(fut: Future<T>, delay: number, value: T) {
  yield* sleep(delay);
  fut.setResult(value);
}

function* main() {
  const loop = getRunningLoop();
  const fut = loop.createFuture<string>();
  loop.createTask(setAfter(fut, 1000, "... world"));
  createTask(setAfter(loop.createFuture<number>(), 100, 1));
  console.log("hello ...");
  console.log(yield* fut);
}

await run(main());

const runner = new Runner();
try {
  await runner.run(sleep(10));
  await runner.run(main);
} finally {
  await runner.close();
}
