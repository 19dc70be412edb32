import { sleep } from "asyncio-ts";
import { print, run } from "../stage.ts";

function* hello() {
  print("Hello world!");
  yield* sleep(1000);
  print("Hello again!");
}

await run(hello());
