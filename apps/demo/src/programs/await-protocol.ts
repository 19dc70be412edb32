import { sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

// any object with this method can be awaited
class Kettle {
  *[Symbol.iterator]() {
    print("Heating...");
    yield* sleep(2000);
    return "Hot water";
  }
}

function* main() {
  print(yield* new Kettle());
}

await run(main());
