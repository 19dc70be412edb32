import { createTask, gather, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* f1() {
  print("started execution of f1");
  yield* sleep(1000);
  print("exiting from f1");
  return "f1_return_value";
}

function* f2() {
  print("started execution of f2");
  yield* sleep(1000);
  print("exiting from f2");
}

function* myAsyncFunction() {
  print("started execution of my_async_function");
  // a slow operation
  yield* sleep(1000);

  const ret = yield* f1();

  const task1 = createTask(f1());
  const task2 = createTask(f2());
  yield* gather(task1, task2);

  print("exiting from my_async_function");
}

await run(myAsyncFunction());

print("line at the end");
