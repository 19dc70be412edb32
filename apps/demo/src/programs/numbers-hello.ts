import { sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* task1() {
  yield* task2(5); // wait until task2 has finished
  print("Hello World");
}

function* task2(num: number) {
  for (let i = 0; i < num; i++) {
    print(i);
    yield* sleep(1000); // a second before the next i
  }
}

await run(task1());
