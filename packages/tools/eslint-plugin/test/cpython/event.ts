// asyncio-sync, Event.
import { createTask, Event, run, sleep } from "asyncio-ts";

function* waiter(event: Event) {
  console.log("waiting for it ...");
  yield* event.wait();
  console.log("... got it!");
}

function* main() {
  const event = new Event();
  const waiterTask = createTask(waiter(event));
  yield* sleep(1000);
  event.set();
  yield* waiterTask;
}

await run(main());
