import { sleep, TimeoutError, waitFor } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* slowOperation() {
  yield* sleep(400_000);
  print("Completed.");
}

function* main() {
  try {
    yield* waitFor(slowOperation(), 1000);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    print("Timed out!");
  }
}

await run(main());
