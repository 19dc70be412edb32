import { createTask, Queue, run, sleep } from "asyncio-ts";

await run(function* () {
  const queue = new Queue<number>(1);
  const task = createTask(queue.get());
  yield* sleep(10);
  yield* queue.put(1);
  task.cancel();
});
