// asyncio: Hello World.
import { run, sleep } from "asyncio-ts";

function* main() {
  console.log("Hello ...");
  yield* sleep(1000);
  console.log("... World!");
}

await run(main);
