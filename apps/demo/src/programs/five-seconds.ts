import { sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* main() {
  print("Hello World!");
  yield* sleep(5000);
  print("I just waited for 5 seconds!");
}

await run(main());
