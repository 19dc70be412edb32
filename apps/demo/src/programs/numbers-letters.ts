import { gather, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

// prints numbers
function* task1() {
  for (let num = 0; num < 5; num++) {
    print(num);
    yield* sleep(100); // a small delay
  }
}

// prints letters
function* task2() {
  for (const letter of "abcde") {
    print(letter);
    yield* sleep(100); // a small delay
  }
}

function* main() {
  yield* gather(task1(), task2());
  print("Finished");
}

await run(main());
