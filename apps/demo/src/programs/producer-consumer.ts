import { createTask, forEach, gather, Queue, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* produce(queue: Queue<string>, name: string, count: number) {
  for (let i = 1; i <= count; i++) {
    yield* sleep(250);
    yield* queue.put(`${name}-${i}`);
    print(`${name} made ${name}-${i}`);
  }
}

function* consume(queue: Queue<string>, name: string) {
  yield* forEach(queue, function* (item) {
    yield* sleep(1000); // slower than the producers
    print(`${name} ate ${item}`);
    queue.taskDone();
  });
  print(`${name} is full`);
}

function* main() {
  // room for two items: producers wait while it is full
  const queue = new Queue<string>(2);

  const producers = [
    produce(queue, "bagel", 4),
    produce(queue, "coffee", 3),
  ];
  const consumers = ["Ann", "Bob"].map((name) =>
    createTask(consume(queue, name)),
  );

  yield* gather(...producers);
  print("All is made");
  yield* queue.join();
  print("All is eaten");

  // no more items: ends the consumers
  queue.shutdown();
  yield* gather(...consumers);
}

await run(main());
