// Three workers share a bounded queue of jobs.
import {
  createTask,
  forEach,
  gather,
  Queue,
  run,
  sleep,
} from "asyncio-ts";

function* produce(queue: Queue<number>) {
  for (let job = 1; job <= 9; job++) {
    yield* queue.put(job);
  }
  queue.shutdown();
}

function* work(name: string, queue: Queue<number>) {
  let done = 0;
  yield* forEach(queue, function* (job) {
    yield* sleep(100 + 60 * (job % 3));
    console.log(`${name} did job ${job}`);
    done++;
  });
  return done;
}

function* main() {
  const queue = new Queue<number>(2);
  createTask(produce(queue), { name: "producer" });
  const workers = ["Ada", "Ben", "Cleo"].map((name) =>
    createTask(work(name, queue), { name }),
  );
  const counts = yield* gather(...workers);
  console.log(`${counts.join(" + ")} jobs`);
}

await run(main);
