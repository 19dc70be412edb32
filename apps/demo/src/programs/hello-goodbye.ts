import { sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* main() {
  print("Hello, World!");
  yield* sleep(1000); // wait for one second
  print("Goodbye!");
}

await run(main());
