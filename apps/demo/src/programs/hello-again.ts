import { sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* hello() {
  print("Hello world!");
  yield* sleep(1000);
  print("Hello again!");
}

await run(hello());
