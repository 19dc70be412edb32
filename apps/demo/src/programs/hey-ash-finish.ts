import { createTask, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* printSomething() {
  print("Hey Ash!");
  const task = createTask(printNumbers(10));
  yield* sleep(5000);
  print("Finish");
  yield* task;
}

function* printNumbers(num: number) {
  for (let i = 0; i < num; i++) {
    print(i);
    yield* sleep(1000);
  }
}

await run(printSomething());
