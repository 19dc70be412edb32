import { gather, sleep } from "asyncio-ts";
import { print, run, time } from "../harness.ts";

function* greetings() {
  print("Welcome");
  yield* sleep(1000);
  print("Goodbye");
}

function* main() {
  const start = time();
  yield* gather(greetings(), greetings());
  const elapsed = time() - start;
  print(`__main__ executed in ${(elapsed / 1000).toFixed(2)} seconds.`);
}

await run(main());
