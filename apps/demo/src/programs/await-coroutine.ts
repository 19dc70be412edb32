import { print, run } from "../harness.ts";

// prints ten numbers
function* task() {
  for (let i = 0; i < 10; i++) {
    print(i);
  }
}

function* main() {
  yield* task();
  print("Finished");
}

await run(main());
