// asyncio-queue: a workload for several tasks.
import { createTask, gatherSettled, getRunningLoop, Queue, run, sleep, type Task } from "asyncio-ts";

function* worker(name: string, queue: Queue<number>) {
  while (true) {
    const sleepFor = yield* queue.get();
    yield* sleep(sleepFor);
    queue.taskDone();
    console.log(`${name} has slept for ${sleepFor} ms`);
  }
}

function* main() {
  const queue = new Queue<number>();
  for (let i = 0; i < 20; i++) queue.putNowait(50 + 950 * Math.random());

  const tasks: Task<void>[] = [];
  for (let i = 0; i < 3; i++) tasks.push(createTask(worker(`worker-${i}`, queue)));

  const startedAt = getRunningLoop().time();
  yield* queue.join();
  const totalSleptFor = getRunningLoop().time() - startedAt;

  for (const task of tasks) task.cancel();
  yield* gatherSettled(...tasks);
  console.log(`3 workers slept in parallel for ${totalSleptFor} ms`);
}

await run(main());
