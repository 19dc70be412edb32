import { sleep } from "asyncio-ts";
import { print, run, strftime } from "../harness.ts";

function* saySomething(delay: number, words: string) {
  print(`Before ${words}`);
  yield* sleep(delay);
  print(`After ${words}`);
}

function* main() {
  print(`Started: ${strftime("%X")}`);
  yield* saySomething(1000, "Task 1");
  yield* saySomething(2000, "Task 2");
  print(`Finished: ${strftime("%X")}`);
}

await run(main());
