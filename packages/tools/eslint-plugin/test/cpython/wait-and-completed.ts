// asyncio-task, Waiting Primitives.
import { asCompleted, createTask, run, sleep, wait } from "asyncio-ts";

function* foo() {
  yield* sleep(100);
  return 42;
}

function* main() {
  const task = createTask(foo());
  const { done, pending } = yield* wait([task]);
  if (done.has(task)) console.log(`done, ${pending.size} left`);

  const tasks = [createTask(foo()), createTask(sleep(10, 7))];
  for (const earliest of asCompleted(tasks)) console.log(yield* earliest);
}

await run(main);
