import { createTask, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* task1() {
  const task = createTask(task2(5)); // the first task of our own
  print("Hello World");
}

function* task2(num: number) {
  for (let i = 0; i < num; i++) {
    print(i);
    yield* sleep(1000); // a second before the next i
  }
}

await run(task1());
