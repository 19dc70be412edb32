import { gather, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

// prints even numbers
function* task1() {
  for (let i = 0; i < 10; i++) {
    if (i % 2 === 0) {
      print(i);
      yield* sleep(100); // a small delay
    }
  }
}

// prints odd numbers
function* task2() {
  for (let i = 0; i < 10; i++) {
    if (i % 2 === 1) {
      print(i);
      yield* sleep(100); // a small delay
    }
  }
}

function* main() {
  yield* gather(task1(), task2());
  print("Finished");
}

await run(main());
